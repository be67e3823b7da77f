package org.bocau.delivery;

import java.util.List;
import org.bocau.mailbox.Appended;
import org.bocau.queue.QueueId;

/** What became of a message: committed, all of it. */
public record Delivered(List<Appended> filed, List<QueueId> queued) {
    public Delivered {
        filed = List.copyOf(filed);
        queued = List.copyOf(queued);
    }
}

package org.bocau.queue;

import java.util.List;
import org.springframework.data.repository.Repository;

/** Recipients of the queue. */
interface QueuedRecipients extends Repository<QueuedRecipient, QueuedRecipient.Key> {
    List<QueuedRecipient> findByKeyMessageIdOrderByKeyNumber(long messageId);
}

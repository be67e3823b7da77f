package org.bocau.queue;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that a user has left here to be sent later.
 *
 * @param envid the ENVID parameter as it came, xtext: by it a client knows its own again
 * @param recipients in the order they were given, at most {@link HeldMessages#RECIPIENTS}
 * @param recipientCount all of them
 * @param until when it goes out
 */
public record HeldMessage(
        QueueId id,
        @Nullable String envid,
        List<String> recipients,
        int recipientCount,
        long octets,
        Instant queuedAt,
        Instant until) {
    public HeldMessage {
        recipients = List.copyOf(recipients);
    }
}

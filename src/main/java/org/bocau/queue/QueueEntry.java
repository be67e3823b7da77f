package org.bocau.queue;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One message of the queue as the console lists it.
 *
 * @param reversePath empty for the null reverse-path
 * @param firstRecipient the recipient numbered lowest among those left
 * @param recipients how many are left
 * @param states of the recipients that are left
 * @param attempts the most any of them has seen
 * @param nextAttemptAt the earliest among those that wait; null when none does
 */
public record QueueEntry(
        QueueId id,
        String reversePath,
        long octets,
        Instant queuedAt,
        String firstRecipient,
        long recipients,
        Set<QueueFilter.State> states,
        int attempts,
        @Nullable Instant nextAttemptAt) {
    public QueueEntry {
        states = Set.copyOf(states);
    }
}

package org.bocau.queue;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All mail for one domain that is in the queue.
 *
 * @param states how many recipients are in each; those with none are left out
 * @param oldest when the first of the messages was queued
 * @param nextAttemptAt the earliest among the recipients that wait; null when none does
 * @param lastReply what was said last to one of them; null when nothing was
 */
public record QueueDestination(
        String domain,
        long messages,
        long recipients,
        Map<QueueFilter.State, Long> states,
        Instant oldest,
        @Nullable Instant nextAttemptAt,
        @Nullable String lastReply) {
    public QueueDestination {
        states = Map.copyOf(states);
    }
}

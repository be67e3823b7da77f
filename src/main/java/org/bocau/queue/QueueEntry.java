package org.bocau.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message of the queue as the console lists it.
 *
 * @param reversePath empty for the null reverse-path
 * @param firstRecipient the recipient numbered lowest among those left
 * @param recipients how many are left
 * @param held how many of them are held
 * @param quarantined how many of them were taken out after attempts without an end
 * @param attempting how many are being sent now
 * @param attempts the most any of them has seen
 * @param nextAttemptAt the earliest among those that wait; null when none waits
 */
public record QueueEntry(
        QueueId id,
        String reversePath,
        long octets,
        Instant queuedAt,
        String firstRecipient,
        long recipients,
        long held,
        long quarantined,
        long attempting,
        int attempts,
        @Nullable Instant nextAttemptAt) {}

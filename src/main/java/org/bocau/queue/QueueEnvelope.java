package org.bocau.queue;

import java.time.Instant;
import org.bocau.account.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * What the queue knows of a message, without its recipients.
 *
 * @param submitter null when it is forwarded for an alias or a list
 * @param reversePath empty for the null reverse-path
 * @param origin id of the connection it came over
 */
public record QueueEnvelope(
        QueueId id,
        @Nullable AccountId submitter,
        String reversePath,
        long octets,
        boolean smtpUtf8,
        boolean eightBit,
        String origin,
        Instant queuedAt) {}

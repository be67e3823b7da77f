package org.bocau.queue;

import java.time.Instant;
import org.bocau.account.AccountId;
import org.bocau.message.Ret;
import org.jspecify.annotations.Nullable;

/**
 * What the queue knows of a message, without its recipients.
 *
 * @param submitter null when it is forwarded for an alias or a list
 * @param reversePath empty for the null reverse-path
 * @param requireTls over TLS all the way or not at all (REQUIRETLS, RFC 8689)
 * @param tlsOptional {@code TLS-Required: No}: arriving matters more than any policy (RFC 8689 §3)
 * @param ret what of it comes back with a failure; null when the sender did not say
 * @param envid the ENVID parameter as it came, xtext
 * @param holdUntil before then it is not sent; null was at once
 * @param recipients how many it was queued for, those that are done included
 * @param origin id of the connection it came over
 */
public record QueueEnvelope(
        QueueId id,
        @Nullable AccountId submitter,
        String reversePath,
        long octets,
        boolean smtpUtf8,
        boolean eightBit,
        boolean binary,
        boolean requireTls,
        boolean tlsOptional,
        @Nullable Ret ret,
        @Nullable String envid,
        @Nullable Instant holdUntil,
        int recipients,
        String origin,
        Instant queuedAt) {}

package org.bocau.queue;

import java.time.Instant;

/**
 * One attempt at one recipient, as it was.
 *
 * @param attempt 1 is the first
 * @param outcome {@code delivered}, {@code deferred}, {@code failed} or {@code expired}
 * @param host name and address of the host that said it; empty when none did
 * @param secured over TLS
 */
public record QueueAttempt(
        int attempt,
        String address,
        Instant at,
        String outcome,
        String host,
        boolean secured,
        String reply) {}

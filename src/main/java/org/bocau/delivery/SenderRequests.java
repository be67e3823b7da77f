package org.bocau.delivery;

import java.time.Instant;
import org.bocau.message.Ret;
import org.jspecify.annotations.Nullable;

/**
 * What the sender asked for with MAIL, for all recipients.
 *
 * @param ret what of the message comes back with a failure; null when the sender did not say
 * @param envid the ENVID parameter as it came, xtext (RFC 3461 §4.4)
 * @param requireTls over TLS all the way or not at all (RFC 8689)
 * @param holdUntil a time to come, and nothing is delivered before (RFC 4865); null is at once
 */
public record SenderRequests(
        @Nullable Ret ret,
        @Nullable String envid,
        boolean requireTls,
        @Nullable Instant holdUntil) {
    public static final SenderRequests NONE = new SenderRequests(null, null, false, null);

    /** What of it holds for a list's copies, which are the list's messages. RFC 3461 §5.2.7.1. */
    SenderRequests ofList() {
        return new SenderRequests(null, null, requireTls, null);
    }
}

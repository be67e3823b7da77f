package org.bocau.security;

import org.jspecify.annotations.Nullable;

/**
 * A SASL exchange on the server's side, one object per attempt (RFC 4422). Octets are decoded from
 * base64 already.
 */
public interface SaslMechanism {
    /**
     * Takes the client's next message.
     *
     * @param response the client's octets; null when it sent no initial response
     */
    Step next(byte @Nullable [] response);

    /** What the server does next. */
    sealed interface Step {
        /** Send this challenge and call {@link SaslMechanism#next} with the answer. */
        record Challenge(byte[] octets) implements Step {}

        /** The exchange is over. */
        record Done(LoginResult result) implements Step {}

        /** The client's message breaks the mechanism's grammar: {@code 501 5.5.2} / {@code BAD}. */
        record Malformed(String why) implements Step {}
    }
}

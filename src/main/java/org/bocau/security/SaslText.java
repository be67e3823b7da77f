package org.bocau.security;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Octets of a SASL message as text. */
final class SaslText {
    private SaslText() {}

    /** Null when it is too long or not UTF-8: nothing is guessed, and nothing replaced. */
    static @Nullable String of(byte[] octets) {
        if (octets.length > SaslMechanisms.LONGEST_RESPONSE) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}

package org.bocau.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** What a client sends to show that it knows the password. RFC 5802 §3. One login's. */
final class ScramProof {
    private final byte[] authMessage;
    private final byte[] proof;
    private final boolean possible;
    private @Nullable ScramKeys shown;

    /**
     * @param possible false: something else in the exchange was wrong, and no key will do
     */
    ScramProof(String authMessage, byte[] proof, boolean possible) {
        this.authMessage = authMessage.getBytes(StandardCharsets.UTF_8);
        this.proof = proof;
        this.possible = possible;
    }

    /** Whether it belongs to these keys; takes the same time either way. */
    boolean shows(ScramKeys keys) {
        byte[] clientKey = ScramKeys.hmac(keys.storedKey(), authMessage);
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= i < proof.length ? proof[i] : 0;
        }
        boolean right = MessageDigest.isEqual(ScramKeys.sha256(clientKey), keys.storedKey());
        if (right && possible && proof.length == clientKey.length) {
            shown = keys;
            return true;
        }
        return false;
    }

    /**
     * By which the server shows that it has the keys.
     *
     * @throws IllegalStateException the proof has not been found right
     */
    byte[] serverSignature() {
        if (shown == null) {
            throw new IllegalStateException("the proof is not right");
        }
        return ScramKeys.hmac(shown.serverKey(), authMessage);
    }
}

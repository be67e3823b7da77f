package org.bocau.security;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A key for HMAC-SHA-256 (RFC 2104). */
final class MacKey {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKey key;

    /** A random one, that lives and dies with this process. */
    MacKey() {
        this(random());
    }

    MacKey(byte[] octets) {
        key = new SecretKeySpec(octets, ALGORITHM);
    }

    private static byte[] random() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return random;
    }

    byte[] mac(byte[] octets) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(octets);
        } catch (GeneralSecurityException e) { // every Java platform has it
            throw new IllegalStateException(e);
        }
    }
}

package org.bocau.mailauth;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;

/** Makes keys, and the records by which a domain publishes them. RFC 6376 §3.6.1, RFC 8463. */
public final class DkimKeys {
    private static final int RSA_BITS = 2048; // RFC 8301 §3.2: what signers should use

    private DkimKeys() {}

    /**
     * A new pair.
     *
     * @param privateKey PKCS #8
     * @param record the TXT record's text
     */
    public record Made(byte[] privateKey, String record) {}

    public static Made make(Algorithm algorithm) {
        try {
            var generator =
                    switch (algorithm) {
                        case RSA_SHA256 -> {
                            var rsa = KeyPairGenerator.getInstance("RSA");
                            rsa.initialize(RSA_BITS);
                            yield rsa;
                        }
                        case ED25519_SHA256 -> KeyPairGenerator.getInstance("Ed25519");
                    };
            var pair = generator.generateKeyPair();
            var record =
                    "v=DKIM1; k=%s; p=%s"
                            .formatted(
                                    algorithm.keyType(),
                                    DkimKey.base64(algorithm, pair.getPublic()));
            return new Made(pair.getPrivate().getEncoded(), record);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK makes " + algorithm + " keys", e);
        }
    }

    /**
     * @param pkcs8 as {@link #make} gave it
     */
    public static PrivateKey privateKey(Algorithm algorithm, byte[] pkcs8) {
        try {
            var type = algorithm == Algorithm.RSA_SHA256 ? "RSA" : "Ed25519";
            return KeyFactory.getInstance(type).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a private key of " + algorithm, e);
        }
    }
}

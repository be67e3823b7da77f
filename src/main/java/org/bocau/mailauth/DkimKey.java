package org.bocau.mailauth;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * A public key as a domain publishes it. RFC 6376 §3.6.1, RFC 8463 §4.
 *
 * @param key null when it was revoked
 * @param type k=
 * @param testing t=y: the domain is trying DKIM out
 * @param strict t=s: the i= of a signature must have the very d=
 */
record DkimKey(@Nullable PublicKey key, String type, boolean testing, boolean strict) {
    /** Octets of a record that is read; RSA of 4096 bits takes 750. */
    static final int LONGEST = 4096;

    private static final ASN1ObjectIdentifier ED25519 =
            new ASN1ObjectIdentifier("1.3.101.112"); // id-Ed25519
    private static final int FEWEST_RSA_BITS = 1024; // RFC 8301 §3.2
    private static final int MOST_RSA_BITS = 4096; // the same: what everybody must support
    private static final int MOST_EXPONENT_BITS = 33; // a longer one only makes us work

    /**
     * @throws IllegalArgumentException not a key that can verify mail; the message says why
     */
    static DkimKey parse(String record) {
        if (record.length() > LONGEST) {
            throw new IllegalArgumentException("key record too long");
        }
        var tags = TagList.parse(record);
        if (tags.get("v") != null
                && !(tags.first().equals("v") && tags.require("v").equals("DKIM1"))) {
            throw new IllegalArgumentException("unknown key version");
        }
        if (!list(tags.get("h", "sha256")).contains("sha256")) {
            throw new IllegalArgumentException("key not for sha256");
        }
        var services = list(tags.get("s", "*"));
        if (!services.contains("*") && !services.contains("email")) {
            throw new IllegalArgumentException("key not for mail");
        }
        var flags = list(tags.get("t", ""));
        var type = tags.get("k", "rsa");
        byte[] data = tags.base64("p");
        return new DkimKey(
                data.length == 0 ? null : key(type, data),
                type,
                flags.contains("y"),
                flags.contains("s"));
    }

    private static List<String> list(String value) {
        return List.of(TagList.withoutBlanks(value).split(":"));
    }

    private static PublicKey key(String type, byte[] octets) {
        try {
            return switch (type) {
                case "rsa" -> rsa(octets);
                case "ed25519" -> ed25519(octets);
                default -> throw new IllegalArgumentException("unknown key type");
            };
        } catch (GeneralSecurityException | IOException _) {
            throw new IllegalArgumentException("no key");
        }
    }

    private static PublicKey rsa(byte[] octets) throws GeneralSecurityException {
        var factory = KeyFactory.getInstance("RSA");
        RSAPublicKey key;
        try {
            key = (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(octets));
        } catch (GeneralSecurityException _) {
            // RFC 6376 says RSAPublicKey and shows SubjectPublicKeyInfo (erratum 3017): both are
            // met.
            key = (RSAPublicKey) factory.generatePublic(bare(octets));
        }
        int bits = key.getModulus().bitLength();
        if (bits < FEWEST_RSA_BITS) {
            throw new IllegalArgumentException("key too short");
        }
        if (bits > MOST_RSA_BITS || key.getPublicExponent().bitLength() > MOST_EXPONENT_BITS) {
            throw new IllegalArgumentException("key too long");
        }
        return key;
    }

    private static RSAPublicKeySpec bare(byte[] octets) {
        try {
            var key = org.bouncycastle.asn1.pkcs.RSAPublicKey.getInstance(octets);
            return new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("no key");
        }
    }

    private static PublicKey ed25519(byte[] octets) throws GeneralSecurityException, IOException {
        if (octets.length != 32) {
            throw new IllegalArgumentException("no key");
        }
        var info = new SubjectPublicKeyInfo(new AlgorithmIdentifier(ED25519), octets);
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(info.getEncoded()));
    }

    /** The p= of a public key. */
    static String base64(Algorithm algorithm, PublicKey key) {
        byte[] info = key.getEncoded();
        byte[] data =
                algorithm == Algorithm.ED25519_SHA256
                        ? Arrays.copyOfRange(info, info.length - 32, info.length)
                        : info;
        return Base64.getEncoder().encodeToString(data);
    }
}

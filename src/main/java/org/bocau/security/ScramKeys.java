package org.bocau.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What SCRAM-SHA-256 is checked against: neither the password nor what the client proves with can
 * be had from it. RFC 5802 §3, RFC 7677.
 *
 * @param storedKey 32 octets
 * @param serverKey 32 octets
 */
record ScramKeys(byte[] storedKey, byte[] serverKey) {
    /**
     * The same for everybody, since who is told another number learns something. RFC 7677 §4 wants
     * 4096 at least; the client pays for them at every login.
     */
    static final int ITERATIONS = 10_000;

    private static final int KEY_OCTETS = 32;

    /**
     * @param prepared the password, by {@link SaslPrep}
     */
    static ScramKeys of(String prepared, byte[] salt, int iterations) {
        var salted = salted(prepared, salt, iterations);
        var clientKey = hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
        var serverKey = hmac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII));
        return new ScramKeys(sha256(clientKey), serverKey);
    }

    /** RFC 5802 §2.2: Hi(), which is PBKDF2 with one block. */
    private static byte[] salted(String prepared, byte[] salt, int iterations) {
        try {
            var key = new PBEKeySpec(prepared.toCharArray(), salt, iterations, KEY_OCTETS * 8);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(key)
                    .getEncoded();
        } catch (GeneralSecurityException e) { // every Java platform has it
            throw new IllegalStateException(e);
        }
    }

    static byte[] hmac(byte[] key, byte[] octets) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As it stands beside a password's hash. */
    String text() {
        var base64 = Base64.getEncoder();
        return base64.encodeToString(storedKey) + ":" + base64.encodeToString(serverKey);
    }

    /**
     * @throws IllegalArgumentException it is not by {@link #text}
     */
    static ScramKeys parse(String text) {
        int colon = text.indexOf(':');
        var base64 = Base64.getDecoder();
        return new ScramKeys(
                base64.decode(text.substring(0, Math.max(0, colon))),
                base64.decode(text.substring(colon + 1)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScramKeys keys
                && MessageDigest.isEqual(storedKey, keys.storedKey)
                && MessageDigest.isEqual(serverKey, keys.serverKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(storedKey);
    }

    @Override
    public String toString() { // reaches no log
        return "ScramKeys";
    }
}

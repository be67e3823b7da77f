package org.bocau.webpush;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A text only one browser can read: RFC 8291 §3.4 over RFC 8188, in one record. The key pair is
 * used once.
 */
final class SealedPush {
    /** What fits into the 4096 octets every push service takes (RFC 8030 §7.2). */
    static final int MOST_OCTETS = 3800;

    private static final int SALT = 16;
    private static final int RECORD_SIZE = 4096;
    private static final int TAG_BITS = 128;
    private static final byte LAST_RECORD = 2; // the delimiter, RFC 8188 §2

    private static final SecureRandom RANDOM = new SecureRandom();

    private SealedPush() {}

    /**
     * @param reader the browser's public key
     * @param secret the one it shares with its servers
     * @throws IllegalArgumentException the text is too long, or the key is none
     */
    static byte[] of(byte[] text, byte[] reader, byte[] secret) {
        byte[] salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        return of(text, reader, secret, CurvePoint.newPair(), salt);
    }

    static byte[] of(byte[] text, byte[] reader, byte[] secret, KeyPair once, byte[] salt) {
        if (text.length > MOST_OCTETS) throw new IllegalArgumentException("too long to be pushed");
        byte[] writer = CurvePoint.octets((ECPublicKey) once.getPublic());
        try {
            byte[] shared = agreed(once, reader);
            byte[] input = derived(secret, shared, info("WebPush: info", reader, writer), 32);
            byte[] key = derived(salt, input, info("Content-Encoding: aes128gcm"), 16);
            byte[] nonce = derived(salt, input, info("Content-Encoding: nonce"), 12);
            byte[] sealed = sealed(text, key, nonce);
            return ByteBuffer.allocate(SALT + Integer.BYTES + 1 + writer.length + sealed.length)
                    .put(salt)
                    .putInt(RECORD_SIZE)
                    .put((byte) writer.length)
                    .put(writer)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no key to push to", e);
        }
    }

    private static byte[] agreed(KeyPair once, byte[] reader) throws GeneralSecurityException {
        var agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(once.getPrivate());
        agreement.doPhase(CurvePoint.key(reader), true);
        return agreement.generateSecret();
    }

    /** HKDF with SHA-256, RFC 5869. */
    private static byte[] derived(byte[] salt, byte[] input, byte[] info, int octets)
            throws GeneralSecurityException {
        var spec =
                HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(input).thenExpand(info, octets);
        return KDF.getInstance("HKDF-SHA256").deriveData(spec);
    }

    /** The text, a zero octet, and what follows it. */
    private static byte[] info(String text, byte[]... more) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        int length = ascii.length + 1;
        for (byte[] one : more) length += one.length;
        var info = ByteBuffer.allocate(length).put(ascii).put((byte) 0);
        for (byte[] one : more) info.put(one);
        return info.array();
    }

    private static byte[] sealed(byte[] text, byte[] key, byte[] nonce)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(TAG_BITS, nonce));
        byte[] padded = Arrays.copyOf(text, text.length + 1);
        padded[text.length] = LAST_RECORD;
        return cipher.doFinal(padded);
    }
}

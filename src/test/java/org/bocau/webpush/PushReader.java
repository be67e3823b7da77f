package org.bocau.webpush;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A browser that has subscribed: reads what is pushed to it, as RFC 8291 §3.4 has it read. */
final class PushReader {
    private final KeyPair pair = CurvePoint.newPair();
    private final byte[] secret = "sixteen octets!!".getBytes(StandardCharsets.US_ASCII);

    byte[] publicKey() {
        return CurvePoint.octets((ECPublicKey) pair.getPublic());
    }

    String p256dh() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(publicKey());
    }

    String auth() {
        return Base64.getUrlEncoder().encodeToString(secret);
    }

    byte[] secret() {
        return secret;
    }

    String read(byte[] pushed) throws GeneralSecurityException {
        var in = ByteBuffer.wrap(pushed);
        byte[] salt = next(in, 16);
        if (in.getInt() != 4096 || in.get() != 65) throw new AssertionError("not one record");
        byte[] writer = next(in, 65);
        var agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(pair.getPrivate());
        agreement.doPhase(CurvePoint.key(writer), true);
        var info = ByteBuffer.allocate(144);
        info.put("WebPush: info\0".getBytes(StandardCharsets.US_ASCII))
                .put(publicKey())
                .put(writer);
        byte[] input = derived(secret, agreement.generateSecret(), info.array(), 32);
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(derived(salt, input, "Content-Encoding: aes128gcm\0", 16), "AES"),
                new GCMParameterSpec(128, derived(salt, input, "Content-Encoding: nonce\0", 12)));
        byte[] text = cipher.doFinal(next(in, in.remaining()));
        if (text[text.length - 1] != 2) throw new AssertionError("not the last record");
        return new String(text, 0, text.length - 1, StandardCharsets.UTF_8);
    }

    private static byte[] derived(byte[] salt, byte[] input, String info, int octets)
            throws GeneralSecurityException {
        return derived(salt, input, info.getBytes(StandardCharsets.US_ASCII), octets);
    }

    private static byte[] derived(byte[] salt, byte[] input, byte[] info, int octets)
            throws GeneralSecurityException {
        var spec =
                HKDFParameterSpec.ofExtract().addIKM(input).addSalt(salt).thenExpand(info, octets);
        return KDF.getInstance("HKDF-SHA256").deriveData(spec);
    }

    private static byte[] next(ByteBuffer in, int octets) {
        byte[] taken = new byte[octets];
        in.get(taken);
        return taken;
    }
}

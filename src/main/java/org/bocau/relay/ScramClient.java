package org.bocau.relay;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.login.CredentialException;

/** The client's half of SCRAM-SHA-256, without channel binding. RFC 5802 §3, RFC 7677. */
final class ScramClient {
    private static final int MIN_ITERATIONS = 4096; // RFC 7677 §4
    private static final int MAX_ITERATIONS = 1_000_000; // a server must not keep us busy
    private static final int NONCE_OCTETS = 18;
    private static final String GS2_HEADER = "n,,";

    private final Route.Credentials credentials;
    private final String nonce;
    private String authMessage = "";
    private byte[] serverKey = {};

    ScramClient(Route.Credentials credentials) {
        this(credentials, freshNonce());
    }

    ScramClient(Route.Credentials credentials, String nonce) {
        this.credentials = credentials;
        this.nonce = nonce;
    }

    private static String freshNonce() {
        byte[] octets = new byte[NONCE_OCTETS];
        new SecureRandom().nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }

    String first() {
        return GS2_HEADER + firstBare();
    }

    private String firstBare() {
        var user = credentials.user().replace("=", "=3D").replace(",", "=2C");
        return "n=" + user + ",r=" + nonce;
    }

    /**
     * The proof for the server's challenge.
     *
     * @throws CredentialException the challenge is not an answer to {@link #first}
     */
    String answer(String challenge) throws GeneralSecurityException {
        var words = words(challenge);
        var both = words.getOrDefault("r", "");
        int iterations = iterations(words.getOrDefault("i", ""));
        if (!both.startsWith(nonce) || both.length() == nonce.length()) {
            throw new CredentialException("The smarthost's nonce does not continue ours");
        }
        byte[] salted = salted(base64(words.getOrDefault("s", "")), iterations);
        byte[] clientKey = hmac(salted, "Client Key");
        byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
        var withoutProof =
                "c=" + encode(GS2_HEADER.getBytes(StandardCharsets.US_ASCII)) + ",r=" + both;
        authMessage = firstBare() + "," + challenge + "," + withoutProof;
        serverKey = hmac(salted, "Server Key");
        byte[] proof = hmac(storedKey, authMessage);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= clientKey[i];
        }
        return withoutProof + ",p=" + encode(proof);
    }

    /**
     * @throws CredentialException the server does not know the password either
     */
    void verify(String last) throws GeneralSecurityException {
        byte[] signature = base64(words(last).getOrDefault("v", ""));
        if (!MessageDigest.isEqual(signature, hmac(serverKey, authMessage))) {
            throw new CredentialException("The smarthost did not prove that it knows the password");
        }
    }

    private static int iterations(String text) throws CredentialException {
        int iterations = text.matches("[0-9]{1,7}") ? Integer.parseInt(text) : 0;
        if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
            throw new CredentialException("The smarthost asks for " + text + " iterations");
        }
        return iterations;
    }

    private byte[] salted(byte[] salt, int iterations) throws GeneralSecurityException {
        if (salt.length == 0) {
            throw new CredentialException("The smarthost gives no salt");
        }
        var key = new PBEKeySpec(credentials.password().toCharArray(), salt, iterations, 256);
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(key)
                .getEncoded();
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> words(String text) {
        var words = new HashMap<String, String>();
        for (var word : text.split(",")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                words.putIfAbsent(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return words;
    }

    private static byte[] base64(String text) throws CredentialException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new CredentialException("The smarthost sent what is not Base64");
        }
    }

    private static String encode(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}

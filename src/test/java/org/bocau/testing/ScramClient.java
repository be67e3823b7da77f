package org.bocau.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The client's side of SCRAM-SHA-256, written from RFC 5802 and nothing of the server's. */
public final class ScramClient {
    private static final Pattern SERVER_FIRST =
            Pattern.compile("r=([^,]+),s=([A-Za-z0-9+/=]+),i=(\\d+)");

    private final String header;
    private final byte[] binding;
    private final String bare;
    private final String nonce;
    private final String password;
    private byte[] serverSignature = {};

    /**
     * @param header {@code n,,}, {@code y,,} or {@code p=tls-exporter,,}
     * @param binding what the header promises, empty for none
     */
    public ScramClient(String header, byte[] binding, String login, String password, String nonce) {
        this.header = header;
        this.binding = binding.clone();
        this.bare = "n=" + login.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
        this.nonce = nonce;
        this.password = password;
    }

    public static ScramClient of(String login, String password) {
        return new ScramClient("n,,", new byte[0], login, password, "rOprNGfwEbeRWgbNEkqO");
    }

    public String first() {
        return header + bare;
    }

    /** The answer to the server's first message. */
    public String last(String serverFirst) {
        var said = SERVER_FIRST.matcher(serverFirst);
        if (!said.matches() || !said.group(1).startsWith(nonce)) {
            throw new AssertionError("not a server's first message: " + serverFirst);
        }
        byte[] head = header.getBytes(StandardCharsets.UTF_8);
        byte[] input = new byte[head.length + binding.length];
        System.arraycopy(head, 0, input, 0, head.length);
        System.arraycopy(binding, 0, input, head.length, binding.length);
        var without = "c=" + Base64.getEncoder().encodeToString(input) + ",r=" + said.group(1);
        var auth = (bare + "," + serverFirst + "," + without).getBytes(StandardCharsets.UTF_8);
        byte[] salted =
                hi(Base64.getDecoder().decode(said.group(2)), Integer.parseInt(said.group(3)));
        byte[] clientKey = hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
        byte[] signature = hmac(sha256(clientKey), auth);
        byte[] proof = new byte[clientKey.length];
        for (int i = 0; i < proof.length; i++) {
            proof[i] = (byte) (clientKey[i] ^ signature[i]);
        }
        byte[] serverKey = hmac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII));
        serverSignature = hmac(serverKey, auth);
        return without + ",p=" + Base64.getEncoder().encodeToString(proof);
    }

    /** Whether the server has shown that it knows the password too. */
    public boolean trusts(String serverFinal) {
        return serverFinal.equals("v=" + Base64.getEncoder().encodeToString(serverSignature));
    }

    /** RFC 5802 §2.2. */
    private byte[] hi(byte[] salt, int iterations) {
        byte[] key = password.getBytes(StandardCharsets.UTF_8);
        byte[] block = java.util.Arrays.copyOf(salt, salt.length + 4);
        block[block.length - 1] = 1;
        byte[] u = hmac(key, block);
        byte[] all = u.clone();
        for (int n = 1; n < iterations; n++) {
            u = hmac(key, u);
            for (int i = 0; i < all.length; i++) {
                all[i] ^= u[i];
            }
        }
        return all;
    }

    private static byte[] hmac(byte[] key, byte[] octets) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

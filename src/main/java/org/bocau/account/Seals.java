package org.bocau.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Proves that a text which went out into the world and came back was made here: a MAC under a key
 * that all nodes share and that outlives them. Small letters and digits only, because addresses
 * change their case on the way.
 */
@Component
class Seals {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567"; // base 32

    private final SharedSecrets secrets;
    private volatile @Nullable SecretKeySpec key; // read once: it never changes

    Seals(SharedSecrets secrets) {
        this.secrets = secrets;
    }

    /**
     * @param purpose what the text is for: a seal is good for nothing else
     * @param characters five bits each, at most 51
     */
    String of(String purpose, String text, int characters) {
        byte[] mac = mac(purpose + "\n" + text);
        var seal = new StringBuilder();
        int bits = 0;
        int held = 0;
        int at = 0;
        while (seal.length() < characters) {
            if (held < 5) {
                bits = ((bits & 0xff) << 8) | (mac[at++] & 0xff);
                held += 8;
            }
            held -= 5;
            seal.append(DIGITS.charAt((bits >> held) & 31));
        }
        return seal.toString();
    }

    /** True when {@link #of} gave this seal, in whatever case; compared in constant time. */
    boolean holds(String seal, String purpose, String text, int characters) {
        var given = seal.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        var right = of(purpose, text, characters).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, right);
    }

    private byte[] mac(String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key());
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) { // every Java platform has it
            throw new IllegalStateException(e);
        }
    }

    private SecretKeySpec key() {
        var known = key;
        if (known == null) {
            known = new SecretKeySpec(secrets.key("addresses"), ALGORITHM);
            key = known;
        }
        return known;
    }
}

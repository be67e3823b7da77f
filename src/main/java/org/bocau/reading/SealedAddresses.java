package org.bocau.reading;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Addresses for what has neither cookies nor a session: the frame of a letter has an opaque origin,
 * so the address itself says what may be seen and until when, under a MAC by a key of this process.
 */
@Component
class SealedAddresses {
    static final Duration LIFETIME = Duration.ofHours(12);
    private static final long PERIOD = LIFETIME.toSeconds() / 2;
    private static final int MAX_TOKEN = 8000;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final Clock clock;

    SealedAddresses(Clock clock) {
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        this.key = new SecretKeySpec(secret, ALGORITHM);
        this.clock = clock;
    }

    /**
     * Grows twice within a lifetime: what is kept by it never holds an address that is used up, and
     * an address stays the same as long, so that browsers find again what they have.
     */
    long period() {
        return clock.instant().getEpochSecond() / PERIOD;
    }

    /**
     * @param purpose what kind of thing it is: a token of one kind is none of another
     * @return letters, digits, hyphens and a dot
     */
    String seal(String purpose, String text) {
        return seal(purpose, text, (period() + 2) * PERIOD);
    }

    /** The same, good for this long from now: for what is fetched at once. */
    String seal(String purpose, String text, Duration good) {
        return seal(purpose, text, clock.instant().plus(good).getEpochSecond());
    }

    private String seal(String purpose, String text, long until) {
        var octets = (purpose + "\n" + until + "\n" + text).getBytes(StandardCharsets.UTF_8);
        return encoded(octets) + "." + encoded(mac(octets));
    }

    /** What was sealed; null when it is not ours, of another kind, or no longer good. */
    @Nullable String open(String purpose, String token) {
        int dot = token.indexOf('.');
        if (dot < 0 || token.length() > MAX_TOKEN) return null;
        try {
            var octets = Base64.getUrlDecoder().decode(token.substring(0, dot));
            var mac = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            if (!MessageDigest.isEqual(mac, mac(octets))) return null;
            var fields = new String(octets, StandardCharsets.UTF_8).split("\n", 3);
            var until = Instant.ofEpochSecond(Long.parseLong(fields[1]));
            return fields[0].equals(purpose) && until.isAfter(clock.instant()) ? fields[2] : null;
        } catch (IllegalArgumentException _) { // not base64
            return null;
        }
    }

    private static String encoded(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private byte[] mac(byte[] text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

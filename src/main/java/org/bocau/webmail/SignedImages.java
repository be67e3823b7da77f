package org.bocau.webmail;

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
import org.bocau.account.AccountId;
import org.bocau.mailclient.MailAccount;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Addresses of the images within a message. The frame they stand in has an opaque origin and sends
 * no cookies, so the address itself says who may see which part and until when, under a MAC.
 */
@Component
class SignedImages {
    static final Duration LIFETIME = Duration.ofHours(12);
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final Clock clock;

    SignedImages(Clock clock) {
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        this.key = new SecretKeySpec(secret, ALGORITHM);
        this.clock = clock;
    }

    /** What an address stands for. */
    record Image(AccountId account, String mailbox, long uid, String section, Instant until) {
        private static Image read(String text) {
            var fields = text.split("\n", 5);
            return new Image(
                    new AccountId(Long.parseLong(fields[0])),
                    fields[4],
                    Long.parseLong(fields[1]),
                    fields[2],
                    Instant.ofEpochSecond(Long.parseLong(fields[3])));
        }

        private String write() {
            return account.value()
                    + "\n"
                    + uid
                    + "\n"
                    + section
                    + "\n"
                    + until.getEpochSecond()
                    + "\n"
                    + mailbox;
        }
    }

    /**
     * The address of the image with this Content-ID in this message; null if there is no such
     * image.
     */
    @Nullable String url(MailAccount account, MessageView message, String contentId) {
        var part = BodyParts.byContentId(message.root(), contentId);
        if (part == null || !AttachmentView.isRaster(part.type())) return null;
        var until = clock.instant().plus(LIFETIME);
        var image =
                new Image(
                        account.id(),
                        message.folder().name(),
                        message.uid(),
                        part.section(),
                        until);
        var text = image.write().getBytes(StandardCharsets.UTF_8);
        return "/cid/" + encoded(text) + "." + encoded(mac(text));
    }

    /** Grows twice within a lifetime: what is kept by it never holds an address that is used up. */
    long period() {
        return clock.instant().getEpochSecond() / (LIFETIME.toSeconds() / 2);
    }

    /** Reads an address; null when it is not one of ours or no longer good. */
    @Nullable Image read(String token) {
        int dot = token.indexOf('.');
        if (dot < 0 || token.length() > 4000) return null;
        try {
            var text = Base64.getUrlDecoder().decode(token.substring(0, dot));
            var mac = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            if (!MessageDigest.isEqual(mac, mac(text))) return null;
            var image = Image.read(new String(text, StandardCharsets.UTF_8));
            return image.until().isAfter(clock.instant()) ? image : null;
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

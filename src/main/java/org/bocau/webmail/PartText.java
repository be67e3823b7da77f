package org.bocau.webmail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.bocau.mailclient.MimePart;
import org.bocau.message.Charsets;
import org.jspecify.annotations.Nullable;

/**
 * A text part, decoded.
 *
 * @param complete false when the bound cut it short
 */
public record PartText(String text, boolean complete) {
    /**
     * Undoes transfer encoding and charset; damage becomes replacement characters, never an error.
     */
    public static PartText decode(MimePart part, InputStream encoded, int maxOctets) {
        var octets = new byte[0];
        boolean complete = true;
        try (var in = content(encoded, part.encoding())) {
            octets = in.readNBytes(maxOctets);
            complete = in.read() < 0;
        } catch (IOException _) { // a broken encoding: what came before it is shown
            complete = false;
        }
        return new PartText(new String(octets, charset(part.charset())), complete);
    }

    /** The content without its transfer encoding; unknown encodings stay as they are. */
    public static InputStream content(InputStream encoded, String encoding) throws IOException {
        try {
            return switch (encoding) {
                case "base64", "quoted-printable", "x-uuencode", "x-uue", "uuencode" ->
                        MimeUtility.decode(encoded, encoding);
                default -> encoded;
            };
        } catch (MessagingException wrong) {
            throw new IOException(wrong);
        }
    }

    /** Nearly all text without a charset is UTF-8 today, and ASCII is UTF-8. */
    public static Charset charset(@Nullable String name) {
        var known = Charsets.named(name);
        return known == null ? StandardCharsets.UTF_8 : known;
    }
}

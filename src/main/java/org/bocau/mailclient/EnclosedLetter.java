package org.bocau.mailclient;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.List;
import org.eclipse.angus.mail.imap.protocol.ENVELOPE;
import org.jspecify.annotations.Nullable;

/**
 * A message within a message, by the ENVELOPE and BODYSTRUCTURE of its part: RFC 3501 §7.4.2.
 * Nobody has checked whom it is from; all of it was written by whoever enclosed it.
 *
 * @param date null when it has none that can be read
 * @param root its part tree, by numbers of the message around it
 */
public record EnclosedLetter(
        String subject,
        List<Correspondent> from,
        List<Correspondent> to,
        List<Correspondent> cc,
        @Nullable Instant date,
        MimePart root) {
    static EnclosedLetter of(ENVELOPE envelope, MimePart root) {
        return new EnclosedLetter(
                envelope.subject == null ? "" : Correspondent.shown(decoded(envelope.subject)),
                Correspondent.of(envelope.from),
                Correspondent.of(envelope.to),
                Correspondent.of(envelope.cc),
                envelope.date == null ? null : envelope.date.toInstant(),
                root);
    }

    private static String decoded(String header) {
        try {
            return MimeUtility.decodeText(MimeUtility.unfold(header));
        } catch (UnsupportedEncodingException _) { // a charset nobody knows
            return header;
        }
    }
}

package org.bocau.compose;

import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bocau.mailclient.Correspondent;
import org.bocau.markup.FlowedText;
import org.bocau.reading.DraftSource;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.jspecify.annotations.Nullable;

/**
 * Builds RFC 5322 messages of {@link Composition}s. Files are streamed from where they lie whenever
 * the message is written; header fields are set by type, never written as text (T39).
 */
final class MessageBuilder {
    private final Session session;

    MessageBuilder(Session session) {
        this.session = session;
    }

    /**
     * @param now the Date field
     * @param draftOf only in drafts: kept in a field of our own, so that the draft can go on later
     */
    SMTPMessage build(Composition composition, Instant now, @Nullable DraftSource draftOf) {
        try {
            var message = new OwnId(session, composition.domain());
            message.setFrom(address(composition.from().address(), composition.from().name()));
            answersTo(message, composition);
            recipients(message, RecipientType.TO, composition.to());
            recipients(message, RecipientType.CC, composition.cc());
            recipients(message, RecipientType.BCC, composition.bcc());
            message.setSubject(composition.subject(), "UTF-8");
            message.setSentDate(Date.from(now));
            thread(message, composition);
            if (draftOf != null) message.setHeader(DraftSource.FIELD, draftOf.toString());
            content(message, composition);
            message.saveChanges();
            return message;
        } catch (MessagingException wrong) { // everything in the composition was checked before
            throw new IllegalStateException("cannot build the message", wrong);
        }
    }

    private static InternetAddress address(String address, String given) throws MessagingException {
        try {
            var name = Correspondent.shown(given);
            return new InternetAddress(address, name.isEmpty() ? null : name, "UTF-8");
        } catch (UnsupportedEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Where answers go, and whether word of its being read is asked for (RFC 8098 §2.1). */
    private static void answersTo(MimeMessage message, Composition composition)
            throws MessagingException {
        var from = composition.from();
        if (!from.replyTo().isEmpty()) {
            message.setReplyTo(new InternetAddress[] {address(from.replyTo(), "")});
        }
        if (composition.receipt()) {
            var asks = address(from.address(), from.name());
            message.setHeader("Disposition-Notification-To", asks.toString());
        }
    }

    private static void recipients(
            MimeMessage message, RecipientType type, List<InternetAddress> addresses)
            throws MessagingException {
        if (!addresses.isEmpty())
            message.setRecipients(type, addresses.toArray(InternetAddress[]::new));
    }

    private static void thread(MimeMessage message, Composition composition)
            throws MessagingException {
        if (!composition.inReplyTo().isEmpty()) {
            message.setHeader("In-Reply-To", composition.inReplyTo().getFirst());
        }
        if (!composition.references().isEmpty()) {
            message.setHeader("References", String.join("\r\n ", composition.references()));
        }
    }

    private static void content(MimeMessage message, Composition composition)
            throws MessagingException {
        if (composition.attachments().isEmpty()) {
            body(message, composition);
            return;
        }
        var mixed = new MimeMultipart("mixed");
        var body = new MimeBodyPart();
        body(body, composition);
        mixed.addBodyPart(body);
        for (var attachment : composition.attachments()) mixed.addBodyPart(file(attachment));
        message.setContent(mixed);
    }

    /** The text; of a rich one both forms, the plain one first (RFC 2046 §5.1.4). */
    private static void body(MimePart into, Composition composition) throws MessagingException {
        var rich = composition.rich();
        if (rich == null) {
            text(into, composition.text());
            return;
        }
        var alternative = new MimeMultipart("alternative");
        var plain = new MimeBodyPart();
        text(plain, composition.text());
        alternative.addBodyPart(plain);
        var formatted = new MimeBodyPart();
        related(formatted, rich);
        alternative.addBodyPart(formatted);
        into.setContent(alternative);
    }

    /** The HTML, and with it the images it shows. RFC 2387 */
    private static void related(MimePart into, RichBody rich) throws MessagingException {
        if (rich.pictures().isEmpty()) {
            html(into, rich.html());
            return;
        }
        var related = new MimeMultipart("related; type=\"text/html\"");
        var root = new MimeBodyPart();
        html(root, rich.html());
        related.addBodyPart(root);
        for (var picture : rich.pictures()) {
            var part = file(picture.file());
            part.setDisposition(Part.INLINE);
            part.setContentID("<" + picture.contentId() + ">");
            related.addBodyPart(part);
        }
        into.setContent(related);
    }

    private static void html(MimePart part, String html) throws MessagingException {
        part.setContent(html.replaceAll("\r?\n", "\r\n"), "text/html; charset=utf-8");
        part.setHeader("Content-Transfer-Encoding", "quoted-printable");
    }

    private static void text(MimePart part, String text) throws MessagingException {
        var flowed = FlowedText.flow(text);
        boolean ascii = flowed.chars().allMatch(c -> c < 0x80);
        part.setContent(flowed, "text/plain; charset=utf-8; format=flowed");
        part.setHeader("Content-Transfer-Encoding", ascii ? "7bit" : "quoted-printable");
    }

    private static MimeBodyPart file(Upload upload) throws MessagingException {
        var part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new Spooled(upload)));
        part.setFileName(upload.name());
        part.setDisposition(Part.ATTACHMENT);
        // RFC 2046 §5.2.1: a message within a message is never base64.
        boolean message = upload.type().equals("message/rfc822");
        part.setHeader("Content-Transfer-Encoding", message ? "8bit" : "base64");
        return part;
    }

    /** An upload as the library reads files: opened anew whenever it is written. */
    private record Spooled(Upload upload) implements DataSource {
        @Override
        public InputStream getInputStream() throws IOException {
            return upload.content().open();
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            throw new IOException("read only");
        }

        @Override
        public String getContentType() {
            return upload.type();
        }

        @Override
        public String getName() {
            return upload.name();
        }
    }

    /** Our own Message-ID: the library's would tell the host's and the user's name. */
    private static final class OwnId extends SMTPMessage {
        private final String domain;

        OwnId(Session session, String domain) {
            super(session);
            this.domain = domain;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + UUID.randomUUID() + "@" + domain + ">");
        }
    }
}

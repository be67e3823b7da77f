package org.bocau.webmail;

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
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bocau.mailclient.Correspondent;
import org.bocau.mailclient.MailAccount;
import org.bocau.markup.FlowedText;
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
    MimeMessage build(Composition composition, Instant now, @Nullable DraftSource draftOf) {
        try {
            var message = new OwnId(session, composition.from().address());
            message.setFrom(from(composition.from()));
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

    private static InternetAddress from(MailAccount account) throws MessagingException {
        try {
            var name = Correspondent.shown(account.name());
            return new InternetAddress(account.address(), name.isEmpty() ? null : name, "UTF-8");
        } catch (UnsupportedEncodingException impossible) {
            throw new IllegalStateException(impossible);
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
            text(message, composition.text());
            return;
        }
        var mixed = new MimeMultipart("mixed");
        var body = new MimeBodyPart();
        text(body, composition.text());
        mixed.addBodyPart(body);
        for (var attachment : composition.attachments()) mixed.addBodyPart(file(attachment));
        message.setContent(mixed);
    }

    private static void text(jakarta.mail.internet.MimePart part, String text)
            throws MessagingException {
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
    private static final class OwnId extends MimeMessage {
        private final String domain;

        OwnId(Session session, String address) {
            super(session);
            this.domain = address.substring(address.lastIndexOf('@') + 1);
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + UUID.randomUUID() + "@" + domain + ">");
        }
    }
}

package org.bocau.reading;

import jakarta.activation.DataHandler;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bocau.mailclient.Correspondent;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailServer;
import org.bocau.mailclient.MailUnavailableException;
import org.bocau.preferences.Identities;
import org.bocau.preferences.Identity;
import org.bocau.webmail.SendRefusedException;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Letters that a button writes and nobody edits: leaving a list, answering an invitation, telling
 * that a letter was displayed. They go out from the address that the letter they answer was sent
 * to.
 */
@Service
class ShortLetters {
    private static final String CALENDAR = "text/calendar; method=REPLY; charset=UTF-8";

    private final MailServer server;
    private final Identities identities;
    private final Clock clock;

    ShortLetters(MailServer server, Identities identities, Clock clock) {
        this.server = server;
        this.identities = identities;
        this.clock = clock;
    }

    /** Whom of the reader's addresses a letter was sent to. */
    Identity reader(MailAccount account, MessageView message) {
        var recipients =
                Stream.of(message.to(), message.cc())
                        .flatMap(List::stream)
                        .map(Correspondent::address)
                        .toList();
        return identities.answering(account.id(), recipients);
    }

    /**
     * Submits a letter to one recipient.
     *
     * @param answered the letter it answers
     * @param calendar an iCalendar object with METHOD:REPLY, RFC 6047 §2.4; or null
     * @throws SendRefusedException the server does not take it
     * @throws MailUnavailableException the server is away
     */
    void send(
            MailAccount account,
            MessageView answered,
            String to,
            String subject,
            String text,
            @Nullable String calendar) {
        submit(
                account,
                account.address(),
                new Head(reader(account, answered), answered, to, subject),
                message -> content(message, text, calendar));
    }

    /**
     * Submits a report of which nobody wants to hear again: with the null reverse-path, RFC 8098
     * §3.
     *
     * @param report a multipart/report
     * @throws SendRefusedException the server does not take it
     * @throws MailUnavailableException the server is away
     */
    void report(
            MailAccount account,
            MessageView answered,
            String to,
            String subject,
            MimeMultipart report) {
        submit(
                account,
                "<>",
                new Head(reader(account, answered), answered, to, subject),
                message -> {
                    message.setHeader("Auto-Submitted", "auto-replied"); // RFC 3834 §5
                    message.setContent(report);
                });
    }

    private record Head(Identity sender, MessageView answered, String to, String subject) {}

    private interface Content {
        void fill(MimeMessage message) throws MessagingException;
    }

    private void submit(MailAccount account, String reversePath, Head head, Content content) {
        try (var transport = server.submission(account)) {
            var message = message(head);
            message.setEnvelopeFrom(reversePath);
            var recipients = new InternetAddress[] {new InternetAddress(head.to(), true)};
            message.setRecipients(RecipientType.TO, recipients);
            content.fill(message);
            message.saveChanges();
            transport.sendMessage(message, recipients);
        } catch (SendFailedException refused) {
            var said = Correspondent.shown(String.valueOf(refused.getMessage()));
            throw new SendRefusedException(
                    List.of(new SendRefusedException.Reason("", 0, "", said)));
        } catch (MessagingException away) {
            throw new MailUnavailableException("a short letter could not be submitted", away);
        }
    }

    private SMTPMessage message(Head head) throws MessagingException {
        var sender = head.sender();
        var domain = sender.address().substring(sender.address().lastIndexOf('@') + 1);
        var message =
                new SMTPMessage(server.session()) {
                    @Override // the library's would tell the host's and the user's name
                    protected void updateMessageID() throws MessagingException {
                        setHeader("Message-ID", "<" + UUID.randomUUID() + "@" + domain + ">");
                    }
                };
        try {
            var name = Correspondent.shown(sender.name());
            message.setFrom(
                    new InternetAddress(sender.address(), name.isEmpty() ? null : name, "UTF-8"));
        } catch (UnsupportedEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
        message.setSubject(head.subject(), "UTF-8");
        message.setSentDate(Date.from(clock.instant()));
        var answered = head.answered().messageId();
        if (answered != null) message.setHeader("In-Reply-To", answered);
        return message;
    }

    private static void content(MimeMessage message, String text, @Nullable String calendar)
            throws MessagingException {
        if (calendar == null) {
            message.setText(text, "UTF-8");
            return;
        }
        var words = new MimeBodyPart();
        words.setText(text, "UTF-8");
        var object = new MimeBodyPart();
        var octets = calendar.getBytes(StandardCharsets.UTF_8);
        object.setDataHandler(new DataHandler(new ByteArrayDataSource(octets, CALENDAR)));
        object.setHeader("Content-Type", CALENDAR);
        object.setHeader("Content-Transfer-Encoding", "base64");
        message.setContent(new MimeMultipart("alternative", words, object));
    }
}

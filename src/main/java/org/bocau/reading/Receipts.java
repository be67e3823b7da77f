package org.bocau.reading;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.Role;
import org.bocau.preferences.Identities;
import org.bocau.preferences.Preferences;
import org.bocau.preferences.UserPreferences;
import org.bocau.trust.ReceiptRequest;
import org.bocau.trust.SenderVerdict;
import org.bocau.webmail.Dates;
import org.bocau.webmail.SendRefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Service;

/**
 * Tells senders who ask for it that their letter was displayed (RFC 8098): when the reader says so,
 * or always wants it. What was answered, either way, is marked with $MDNSent and not asked again
 * (RFC 3503).
 */
@Service
class Receipts {
    private static final Logger log = LoggerFactory.getLogger(Receipts.class);
    private static final String ANSWERED = "$MDNSent";
    private static final Set<Role> NEVER_IN =
            Set.of(Role.SENT, Role.DRAFTS, Role.SCHEDULED, Role.JUNK);

    private final ShortLetters letters;
    private final MailClient client;
    private final Identities identities;
    private final Preferences preferences;
    private final MessageSource messages;

    Receipts(
            ShortLetters letters,
            MailClient client,
            Identities identities,
            Preferences preferences,
            MessageSource messages) {
        this.letters = letters;
        this.client = client;
        this.identities = identities;
        this.preferences = preferences;
        this.messages = messages;
    }

    /**
     * What the reader can answer.
     *
     * @param to who would be told
     * @param elsewhere it is not the author
     * @param unasked the reader always wants it, and the letter came from there
     */
    record Offer(String to, boolean elsewhere, boolean unasked) {
        /** The same, as it was answered. */
        Offer by(boolean withoutAsking) {
            return new Offer(to, elsewhere, withoutAsking);
        }
    }

    /** Null where there is nothing to answer, or the reader never does. */
    @Nullable Offer offer(MailAccount account, MessageView message, SenderVerdict verdict) {
        var wish = preferences.of(account.id()).receipts();
        if (wish == UserPreferences.Receipts.NEVER || !mayAnswer(message) || isRefuted(verdict))
            return null;
        var asked = ReceiptRequest.of(message.header());
        if (asked == null) return null;
        var to = asked.to().toString();
        if (isOwn(account, to)) return null;
        boolean elsewhere = !message.author().address().equalsIgnoreCase(to);
        return new Offer(
                to,
                elsewhere,
                wish == UserPreferences.Receipts.ALWAYS && asked.certain() && !elsewhere);
    }

    private static boolean mayAnswer(MessageView message) {
        return NEVER_IN.stream().noneMatch(message.folder()::is)
                && !message.folder().shared()
                && message.keywords().stream().noneMatch(ANSWERED::equalsIgnoreCase);
    }

    /** Who forged the letter chose whom it bothers. */
    private static boolean isRefuted(SenderVerdict verdict) {
        return verdict.standing() == SenderVerdict.Standing.REFUTED;
    }

    private boolean isOwn(MailAccount account, String address) {
        return address.equalsIgnoreCase(account.address())
                || identities.addresses(account.id()).stream().anyMatch(address::equalsIgnoreCase);
    }

    /** The reader does not want the sender to know; they are not asked again. */
    void decline(MailAccount account, MessageView message) {
        mark(account, message, true);
    }

    /**
     * Tells the sender. The mark comes first, and from one of two tabs only: better no receipt than
     * two.
     *
     * @param offer what {@link #offer} said
     * @return false when it was answered meanwhile
     * @throws SendRefusedException it could not be sent; it may be asked again
     */
    boolean send(
            MailAccount account, MessageView message, Offer offer, ZoneId zone, Locale locale) {
        if (!isFirst(account, message)) return false;
        boolean sent = false;
        try {
            var subject = text("letter.receipt.subject", locale, message.subject());
            var report = report(account, message, offer, zone, locale);
            letters.report(account, message, offer.to(), subject, report);
            sent = true;
            log.info("{}: receipt sent", account.address());
            return true;
        } catch (MessagingException wrong) { // all of it is ours
            throw new IllegalStateException("cannot build the receipt", wrong);
        } finally {
            if (!sent) mark(account, message, false);
        }
    }

    private boolean isFirst(MailAccount account, MessageView message) {
        return client.in(
                account,
                message.folder().name(),
                connection -> connection.uidMark(message.uid(), ANSWERED));
    }

    private void mark(MailAccount account, MessageView message, boolean set) {
        client.in(
                account,
                message.folder().name(),
                connection -> {
                    connection.uidStore(new long[] {message.uid()}, set, ANSWERED);
                    return true;
                });
    }

    /** RFC 8098 §3: for people, and for programs. */
    private MimeMultipart report(
            MailAccount account, MessageView message, Offer offer, ZoneId zone, Locale locale)
            throws MessagingException {
        var reader = letters.reader(account, message).address();
        var when = Dates.full(message.when(), zone, locale);
        var words = new MimeBodyPart();
        words.setText(
                text("letter.receipt.text", locale, reader, when, message.subject()), "UTF-8");
        var fields = new MimeBodyPart();
        var octets =
                disposition(message, reader, offer.unasked()).getBytes(StandardCharsets.US_ASCII);
        fields.setDataHandler(
                new DataHandler(
                        new ByteArrayDataSource(octets, "message/disposition-notification")));
        fields.setHeader("Content-Type", "message/disposition-notification");
        fields.setHeader("Content-Transfer-Encoding", "7bit");
        var report = new MimeMultipart("report; report-type=disposition-notification");
        report.addBodyPart(words);
        report.addBodyPart(fields);
        return report;
    }

    private static String disposition(MessageView message, String reader, boolean unasked) {
        var fields = new StringBuilder("Reporting-UA: Bo Cau\r\n");
        var original = message.header().all("Original-Recipient");
        if (original.size() == 1) {
            fields.append("Original-Recipient: ")
                    .append(original.getFirst().value().replaceAll("[^\\x21-\\x7e]", ""))
                    .append("\r\n");
        }
        fields.append("Final-Recipient: rfc822;").append(reader).append("\r\n");
        if (message.messageId() != null) {
            fields.append("Original-Message-ID: ").append(message.messageId()).append("\r\n");
        }
        return fields.append("Disposition: ")
                .append(
                        unasked
                                ? "automatic-action/MDN-sent-automatically"
                                : "manual-action/MDN-sent-manually")
                .append("; displayed\r\n")
                .toString();
    }

    private String text(String key, Locale locale, Object... values) {
        return messages.getMessage(key, values, locale);
    }
}

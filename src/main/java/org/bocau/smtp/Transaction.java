package org.bocau.smtp;

import java.util.ArrayList;
import java.util.List;
import org.bocau.delivery.Recipient;

/** A mail transaction under way: from MAIL to the end of the data, or RSET. RFC 5321 §3.3. */
final class Transaction {
    private final SmtpCommand.Mail mail;
    private final List<Recipient> recipients = new ArrayList<>();

    Transaction(SmtpCommand.Mail mail) {
        this.mail = mail;
    }

    SmtpCommand.Handling handling() {
        return mail.handling();
    }

    ReversePath from() {
        return mail.from();
    }

    MailParameters parameters() {
        return mail.parameters();
    }

    void add(Recipient recipient) {
        recipients.add(recipient);
    }

    List<Recipient> recipients() {
        return recipients;
    }
}

package org.bocau.webmail;

import jakarta.mail.internet.InternetAddress;
import java.util.List;
import org.bocau.mailclient.MailAccount;

/**
 * A message ready to be built: addresses checked, text without control characters, files found.
 *
 * @param inReplyTo at most one Message-ID
 * @param references oldest first
 */
record Composition(
        MailAccount from,
        List<InternetAddress> to,
        List<InternetAddress> cc,
        List<InternetAddress> bcc,
        String subject,
        String text,
        List<Upload> attachments,
        List<String> inReplyTo,
        List<String> references) {
    private static final int MAX_SUBJECT = 900; // one unfolded line at most, RFC 5322 §2.1.1

    static Composition of(MailAccount from, ComposeForm form, List<Upload> attachments) {
        return new Composition(
                from,
                Recipients.parse(form.to()).addresses(),
                Recipients.parse(form.cc()).addresses(),
                Recipients.parse(form.bcc()).addresses(),
                subject(form.subject()),
                text(form.body()),
                attachments,
                MessageReader.messageIds(form.inReplyTo()).stream().limit(1).toList(),
                MessageReader.messageIds(form.references()));
    }

    private static String subject(String typed) {
        var subject = typed.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c);
        var text = new StringBuilder();
        subject.limit(MAX_SUBJECT).forEach(text::appendCodePoint);
        return text.toString().strip();
    }

    /** Line ends of any kind become one, other control characters but the tab go. */
    private static String text(String typed) {
        var text = new StringBuilder(typed.length());
        typed.replace("\r\n", "\n")
                .replace('\r', '\n')
                .codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .forEach(text::appendCodePoint);
        return text.toString();
    }

    List<InternetAddress> recipients() {
        return java.util.stream.Stream.of(to, cc, bcc).flatMap(List::stream).toList();
    }
}

package org.bocau.compose;

import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.bocau.mailclient.MailAccount;
import org.bocau.preferences.Identity;
import org.bocau.reading.MessageReader;
import org.jspecify.annotations.Nullable;

/**
 * A message ready to be built: addresses checked, text without control characters, files found.
 *
 * @param text the plain text, of a rich message its alternative
 * @param rich null for a message in plain text only
 * @param inReplyTo at most one Message-ID
 * @param references oldest first
 * @param receipt recipients are asked to tell when they have read it, RFC 8098
 */
record Composition(
        MailAccount account,
        Identity from,
        List<InternetAddress> to,
        List<InternetAddress> cc,
        List<InternetAddress> bcc,
        String subject,
        String text,
        @Nullable RichBody rich,
        List<Upload> attachments,
        List<String> inReplyTo,
        List<String> references,
        boolean receipt) {
    private static final int MAX_SUBJECT = 900; // one unfolded line at most, RFC 5322 §2.1.1

    /**
     * @param files those of {@link ComposeForm#files}, as far as they are there
     */
    static Composition of(
            MailAccount account, Identity from, ComposeForm form, List<Upload> files) {
        var rich = form.rich() ? RichBody.of(form.html(), files, domain(from)) : null;
        return new Composition(
                account,
                from,
                Recipients.parse(form.to()).addresses(),
                Recipients.parse(form.cc()).addresses(),
                Recipients.parse(form.bcc()).addresses(),
                subject(form.subject()),
                text(rich == null ? form.body() : rich.text()),
                rich,
                files.stream().filter(f -> form.attachments().contains(f.id())).toList(),
                MessageReader.messageIds(form.inReplyTo()).stream().limit(1).toList(),
                MessageReader.messageIds(form.references()),
                form.wantsReceipt());
    }

    private static String domain(Identity from) {
        return from.address().substring(from.address().lastIndexOf('@') + 1);
    }

    /** That of the author, for Message-IDs and Content-IDs. */
    String domain() {
        return domain(from);
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
        return Stream.of(to, cc, bcc).flatMap(List::stream).toList();
    }

    List<RichBody.Picture> pictures() {
        return rich == null ? List.of() : rich.pictures();
    }

    /** All its files together, before they are encoded. */
    long octets() {
        return Stream.concat(attachments.stream(), pictures().stream().map(RichBody.Picture::file))
                .mapToLong(Upload::octets)
                .sum();
    }
}

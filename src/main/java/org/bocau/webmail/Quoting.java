package org.bocau.webmail;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bocau.mailclient.Correspondent;
import org.bocau.mailclient.MailAccount;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Fills the compose form from a message: reply, reply to all, forward. RFC 5322 §3.6.4, A.2 */
@Component
class Quoting {
    /** The prefixes programs put before subjects, in the languages met here. */
    private static final Pattern PREFIXES =
            Pattern.compile(
                    "^(?:(?:re|fw|fwd|aw|sv|tr|tl|vs|ct)(?:\\[\\d+])?\\s*:\\s*)+",
                    Pattern.CASE_INSENSITIVE);

    private final MessageSource messages;

    Quoting(MessageSource messages) {
        this.messages = messages;
    }

    /** What the person did with the message. */
    enum Kind {
        REPLY,
        REPLY_ALL,
        FORWARD
    }

    /**
     * @param text the message's text, without quote marks added
     * @param zone for the date in the line above the quotation
     */
    ComposeForm answer(
            Kind kind,
            MailAccount account,
            MessageView message,
            String text,
            Locale locale,
            ZoneId zone) {
        boolean forward = kind == Kind.FORWARD;
        var to = forward ? List.<Correspondent>of() : replyTo(account, message);
        var cc = kind == Kind.REPLY_ALL ? others(account, message, to) : List.<Correspondent>of();
        var mode = forward ? DraftSource.Mode.FORWARD : DraftSource.Mode.REPLY;
        return new ComposeForm(
                listed(to),
                listed(cc),
                "",
                subject(forward ? "Fwd: " : "Re: ", message.subject()),
                forward
                        ? forwarded(message, text, locale, zone)
                        : quoted(message, text, locale, zone),
                List.of(),
                null,
                new DraftSource(mode, message.folder().path(), message.uid()).toString(),
                forward || message.messageId() == null ? "" : message.messageId(),
                forward ? "" : String.join(" ", message.references()));
    }

    static String subject(String prefix, String subject) {
        return prefix + PREFIXES.matcher(subject.strip()).replaceFirst("");
    }

    /** Where the author wants answers; an answer to one's own message goes to whom it went. */
    private static List<Correspondent> replyTo(MailAccount account, MessageView message) {
        boolean own = message.from().stream().anyMatch(f -> same(f, account.address()));
        if (own && !message.to().isEmpty()) return message.to();
        return message.replyTo().isEmpty() ? message.from() : message.replyTo();
    }

    /** Everybody else who got it, once, and not oneself. */
    private static List<Correspondent> others(
            MailAccount account, MessageView message, List<Correspondent> to) {
        Map<String, Correspondent> others = new LinkedHashMap<>();
        var all = new ArrayList<>(message.to());
        all.addAll(message.cc());
        for (var person : all)
            others.putIfAbsent(person.address().toLowerCase(Locale.ROOT), person);
        others.remove(account.address().toLowerCase(Locale.ROOT));
        for (var person : to) others.remove(person.address().toLowerCase(Locale.ROOT));
        return List.copyOf(others.values());
    }

    private static boolean same(Correspondent person, String address) {
        return person.address().equalsIgnoreCase(address);
    }

    private static String listed(List<Correspondent> people) {
        return people.stream().map(Quoting::typed).collect(Collectors.joining(", "));
    }

    /** As one would type it: the name in quotes where it holds a separator. */
    static String typed(Correspondent person) {
        if (person.name().isEmpty()) return person.address();
        boolean plain = person.name().chars().noneMatch(c -> "\",;:<>()[]@\\.".indexOf(c) >= 0);
        var name = plain ? person.name() : "\"" + person.name().replaceAll("[\"\\\\]", "") + "\"";
        return name + " <" + person.address() + ">";
    }

    private String quoted(MessageView message, String text, Locale locale, ZoneId zone) {
        var when = Dates.full(message.when(), zone, locale);
        var intro = text("mail.quote.intro", locale, when, message.author().label());
        var quote =
                text.strip()
                        .lines()
                        .map(line ->
                                line.isEmpty()
                                        ? ">"
                                        : line.startsWith(">") ? ">" + line : "> " + line)
                        .collect(Collectors.joining("\n"));
        return "\n\n" + intro + "\n" + quote + "\n";
    }

    private String forwarded(MessageView message, String text, Locale locale, ZoneId zone) {
        var head =
                new StringBuilder(
                        "\n\n---------- " + text("mail.forward.intro", locale) + " ----------\n");
        line(head, text("mail.from", locale), full(message.from()));
        line(head, text("mail.date", locale), Dates.full(message.when(), zone, locale));
        line(head, text("mail.subject", locale), message.subject());
        line(head, text("mail.to", locale), full(message.to()));
        line(head, text("mail.cc", locale), full(message.cc()));
        return head + "\n" + text;
    }

    private static void line(StringBuilder head, String label, String value) {
        if (!value.isEmpty()) head.append(label).append(": ").append(value).append('\n');
    }

    private static String full(List<Correspondent> people) {
        return people.stream().map(Correspondent::full).collect(Collectors.joining(", "));
    }

    private String text(String key, Locale locale, Object... values) {
        return messages.getMessage(key, values, locale);
    }
}

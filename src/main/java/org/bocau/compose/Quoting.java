package org.bocau.compose;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bocau.mailclient.Correspondent;
import org.bocau.markup.HtmlBody;
import org.bocau.markup.TextHtml;
import org.bocau.preferences.Identity;
import org.bocau.preferences.UserPreferences.ReplyPosition;
import org.bocau.reading.DraftSource;
import org.bocau.reading.MessageView;
import org.bocau.webmail.Dates;
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

    private static final String EMPTY_LINE = "<div><br></div>";

    private final MessageSource messages;

    Quoting(MessageSource messages) {
        this.messages = messages;
    }

    /** What the person did with the message. */
    enum Kind {
        REPLY,
        REPLY_ALL,
        REPLY_LIST,
        FORWARD
    }

    /**
     * How somebody answers.
     *
     * @param locale of the words above the quotation
     * @param zone of the date there
     * @param position of the answer
     */
    record Style(Locale locale, ZoneId zone, ReplyPosition position) {}

    /**
     * A message as it is quoted.
     *
     * @param plain without quote marks added
     * @param html safe to stand in the editor
     */
    record Quoted(MessageView message, ListFields list, String plain, String html) {}

    /**
     * @param own all addresses of the one who answers
     * @param style how they answer
     */
    ComposeForm answer(Kind kind, Identity from, List<String> own, Quoted quoted, Style style) {
        var message = quoted.message();
        boolean forward = kind == Kind.FORWARD;
        var to = recipients(kind, own, quoted);
        var cc = kind == Kind.REPLY_ALL ? others(own, quoted, to) : List.<Correspondent>of();
        var mode = forward ? DraftSource.Mode.FORWARD : DraftSource.Mode.REPLY;
        var form =
                ComposeForm.to(
                                listed(to),
                                listed(cc),
                                subject(forward ? "Fwd: " : "Re: ", message.subject()),
                                "")
                        .withFrom(from.address())
                        .withSource(new DraftSource(mode, message.folder().path(), message.uid()));
        if (!forward) {
            var answered = message.messageId();
            form = form.withThread(answered == null ? "" : answered, message.references());
        }
        return forward ? forwarded(form, from, quoted, style) : replied(form, from, quoted, style);
    }

    static String subject(String prefix, String subject) {
        return prefix + PREFIXES.matcher(subject.strip()).replaceFirst("");
    }

    private static List<Correspondent> recipients(Kind kind, List<String> own, Quoted quoted) {
        return switch (kind) {
            case FORWARD -> List.of();
            case REPLY_LIST ->
                    quoted.list().post().isEmpty()
                            ? replyTo(own, quoted.message())
                            : quoted.list().post();
            case REPLY_ALL ->
                    quoted.list().followUp().isEmpty()
                            ? replyTo(own, quoted.message())
                            : quoted.list().followUp();
            case REPLY -> replyTo(own, quoted.message());
        };
    }

    /** Where the author wants answers; an answer to one's own message goes to whom it went. */
    private static List<Correspondent> replyTo(List<String> own, MessageView message) {
        boolean mine = message.from().stream().anyMatch(f -> isOne(f, own));
        if (mine && !message.to().isEmpty()) return message.to();
        return message.replyTo().isEmpty() ? message.from() : message.replyTo();
    }

    /**
     * Everybody else who got it, once, and not oneself. Who follows up where the author said
     * (Mail-Followup-To) has written to all that were meant.
     */
    private static List<Correspondent> others(
            List<String> own, Quoted quoted, List<Correspondent> to) {
        if (!quoted.list().followUp().isEmpty()) return List.of();
        Map<String, Correspondent> others = new LinkedHashMap<>();
        var all = new ArrayList<>(quoted.message().to());
        all.addAll(quoted.message().cc());
        for (var person : all)
            others.putIfAbsent(person.address().toLowerCase(Locale.ROOT), person);
        others.values().removeIf(person -> isOne(person, own));
        for (var person : to) others.remove(person.address().toLowerCase(Locale.ROOT));
        return List.copyOf(others.values());
    }

    private static boolean isOne(Correspondent person, List<String> addresses) {
        return addresses.stream().anyMatch(person.address()::equalsIgnoreCase);
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

    /** A new message, with the signature of who writes it. */
    ComposeForm signed(ComposeForm form, Identity from) {
        var text = form.body() + plainSignature(from);
        return form.withFrom(from.address())
                .withText(text, TextHtml.of(form.body()) + htmlSignature(from));
    }

    /** Above the quotation, where the cursor is. RFC 3676 §4.3 */
    private static String plainSignature(Identity from) {
        return from.signatureText().isBlank()
                ? ""
                : "\n\n-- \n" + from.signatureText().strip() + "\n";
    }

    private static String htmlSignature(Identity from) {
        var html =
                from.signatureHtml().isBlank()
                        ? TextHtml.of(from.signatureText().strip())
                        : HtmlBody.forEditor(from.signatureHtml(), _ -> null);
        return from.signatureHtml().isBlank() && from.signatureText().isBlank()
                ? ""
                : EMPTY_LINE + "<div class=\"signature\"><div>-- </div>" + html + "</div>";
    }

    private ComposeForm replied(ComposeForm form, Identity from, Quoted quoted, Style style) {
        var message = quoted.message();
        var when = Dates.full(message.when(), style.zone(), style.locale());
        var intro = text("mail.quote.intro", style.locale(), when, message.author().label());
        var plain = intro + "\n" + marked(quoted.plain()) + "\n";
        var html =
                TextHtml.of(intro) + "<blockquote type=\"cite\">" + quoted.html() + "</blockquote>";
        return style.position() == ReplyPosition.BELOW
                ? form.withText(
                        plain + "\n" + plainSignature(from),
                        html + EMPTY_LINE + htmlSignature(from))
                : form.withText(
                        plainSignature(from) + "\n\n" + plain,
                        EMPTY_LINE + htmlSignature(from) + EMPTY_LINE + html);
    }

    /** RFC 3676 §4.5: a space behind the mark, but not between marks. */
    private static String marked(String text) {
        return text.strip()
                .lines()
                .map(line -> line.isEmpty() ? ">" : (line.startsWith(">") ? ">" : "> ") + line)
                .collect(Collectors.joining("\n"));
    }

    private ComposeForm forwarded(ComposeForm form, Identity from, Quoted quoted, Style style) {
        var locale = style.locale();
        var message = quoted.message();
        var title = "---------- " + text("mail.forward.intro", locale) + " ----------";
        var fields = new ArrayList<List<String>>();
        field(fields, text("mail.from", locale), full(message.from()));
        field(fields, text("mail.date", locale), Dates.full(message.when(), style.zone(), locale));
        field(fields, text("mail.subject", locale), message.subject());
        field(fields, text("mail.to", locale), full(message.to()));
        field(fields, text("mail.cc", locale), full(message.cc()));
        var head =
                fields.stream()
                        .map(f -> f.getFirst() + ": " + f.getLast() + "\n")
                        .collect(Collectors.joining());
        return form.withText(
                plainSignature(from) + "\n\n" + title + "\n" + head + "\n" + quoted.plain(),
                EMPTY_LINE
                        + htmlSignature(from)
                        + EMPTY_LINE
                        + TextHtml.fields(title, fields)
                        + EMPTY_LINE
                        + quoted.html());
    }

    private static void field(List<List<String>> fields, String label, String value) {
        if (!value.isEmpty()) fields.add(List.of(label, value));
    }

    private static String full(List<Correspondent> people) {
        return people.stream().map(Correspondent::full).collect(Collectors.joining(", "));
    }

    private String text(String key, Locale locale, Object... values) {
        return messages.getMessage(key, values, locale);
    }
}

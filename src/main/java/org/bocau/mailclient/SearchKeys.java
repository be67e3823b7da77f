package org.bocau.mailclient;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bocau.message.SearchText;
import org.bocau.search.Expression;
import org.bocau.search.Expression.Age;
import org.eclipse.angus.mail.iap.Argument;

/**
 * Writes what is looked for as IMAP search keys: texts loosely where the server can (FUZZY, RFC
 * 6203), moments to the second where it can (WITHIN, RFC 5032). Texts go out as typed strings, so
 * none of them becomes a key (T38). RFC 9051 §6.4.4.
 */
final class SearchKeys {
    private static final Pattern KEYWORD = Pattern.compile("[$\\\\]?[A-Za-z0-9_.+-]{1,64}");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d-MMM-yyyy", Locale.ENGLISH);
    private static final List<String> HEADINGS = List.of("SUBJECT", "FROM", "TO", "CC");

    private final boolean fuzzy;
    private final boolean within;
    private final Instant now;
    private final ZoneId zone;
    private boolean ascii = true;
    private boolean exactly; // within NOT: what is excluded is excluded as it is written

    SearchKeys(ImapConnection connection, Instant now, ZoneId zone) {
        this.fuzzy = connection.hasCapability("SEARCH=FUZZY");
        this.within = connection.hasCapability("WITHIN");
        this.now = now;
        this.zone = zone;
    }

    /** False once something was written that needs CHARSET UTF-8. */
    boolean ascii() {
        return ascii;
    }

    /** One search-key. */
    Argument of(Expression expression) {
        return switch (expression) {
            case Expression.And and -> and(and.parts());
            case Expression.Or or -> or(or.parts());
            case Expression.Not not -> not(not.part());
            case Expression.Text text -> text(text);
            case Expression.Attachment _ -> attachment();
            case Expression.Label label -> keyword(label.name());
            case Expression.In _ -> all(); // which folders are asked has been decided before
            case Expression.Is is -> state(is.state());
            case Expression.Before before -> before(before.day());
            case Expression.Since since -> since(since.day());
            case Expression.OlderThan older -> age("OLDER", "BEFORE", older.age());
            case Expression.NewerThan newer -> age("YOUNGER", "SINCE", newer.age());
            case Expression.Larger larger -> atom("LARGER").writeNumber(larger.octets());
            case Expression.Smaller smaller -> atom("SMALLER").writeNumber(smaller.octets());
        };
    }

    private Argument not(Expression part) {
        boolean outer = exactly;
        exactly = true;
        var key = atom("NOT").append(of(part));
        exactly = outer;
        return key;
    }

    private static Argument atom(String key) {
        return new Argument().writeAtom(key);
    }

    private static Argument all() {
        return atom("ALL");
    }

    private static Argument none() {
        return atom("NOT").writeAtom("ALL");
    }

    private Argument and(List<Expression> parts) {
        if (parts.isEmpty()) return all();
        var inner = new Argument();
        parts.forEach(part -> inner.append(of(part)));
        return new Argument().writeArgument(inner);
    }

    /** As a tree that is as low as can be: servers bound the depth. */
    private Argument or(List<Expression> parts) {
        if (parts.isEmpty()) return none();
        if (parts.size() == 1) return of(parts.getFirst());
        int half = parts.size() / 2;
        return atom("OR")
                .append(or(parts.subList(0, half)))
                .append(or(parts.subList(half, parts.size())));
    }

    // --- texts ----------------------------------------------------------------------------------

    private Argument text(Expression.Text text) {
        return switch (text.place()) {
            case ANYWHERE -> anywhere(text);
            case FROM, TO, CC, BCC, SUBJECT, BODY ->
                    loosely(text, written(text.place().name(), text));
            case LIST -> loosely(text, atom("HEADER").writeAtom("List-Id").append(string(text)));
            case FILENAME -> {
                var inner = attachment();
                inner.append(loosely(text, written("BODY", text)));
                yield new Argument().writeArgument(inner);
            }
        };
    }

    /** Not TEXT: every message has the names of servers in its header. */
    private Argument anywhere(Expression.Text text) {
        var keys = written("BODY", text);
        for (var heading : HEADINGS.reversed()) {
            keys = atom("OR").append(written(heading, text)).append(keys);
        }
        return loosely(text, keys);
    }

    private Argument loosely(Expression.Text text, Argument key) {
        return loose(text) ? atom("FUZZY").append(key) : key;
    }

    /**
     * Words are looked for loosely; what stands in quotes as it is written, unless it is several
     * words without a diacritic: who types {@code "thu moi"} may mean {@code thư mời}.
     */
    private boolean loose(Expression.Text text) {
        if (!fuzzy || exactly) return false;
        return !text.phrase() || (text.text().indexOf(' ') > 0 && isAscii(text.text()));
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private Argument written(String key, Expression.Text text) {
        return atom(key).append(string(text));
    }

    /** Folded as the server would, which leaves most of it ASCII; a phrase in quotes of its own. */
    private Argument string(Expression.Text text) {
        boolean loose = loose(text);
        var value = loose ? SearchText.folded(text.text()) : text.text();
        if (loose && text.phrase()) value = '"' + value + '"';
        if (isAscii(value)) return new Argument().writeString(value);
        ascii = false;
        return new Argument().writeString(value, StandardCharsets.UTF_8);
    }

    /**
     * IMAP has no key for attachments; messages with them are multipart/mixed, or themselves a
     * file.
     */
    private static Argument attachment() {
        return atom("OR")
                .append(contentType("multipart/mixed"))
                .append(contentType("application/"));
    }

    private static Argument contentType(String type) {
        return atom("HEADER").writeAtom("Content-Type").writeString(type);
    }

    /** Of what is no keyword, nothing is found. */
    static Argument keyword(String name) {
        return KEYWORD.matcher(name).matches() ? atom("KEYWORD").writeAtom(name) : none();
    }

    private static Argument state(Expression.State state) {
        return switch (state) {
            case UNREAD -> atom("UNSEEN");
            case READ -> atom("SEEN");
            case STARRED -> atom("FLAGGED");
            case UNSTARRED -> atom("UNFLAGGED");
            case ANSWERED -> atom("ANSWERED");
            case FORWARDED -> keyword("$Forwarded");
            case DRAFT -> atom("DRAFT");
            case MUTED -> keyword("$Muted");
            case SNOOZED -> all(); // a folder, see SearchScope
        };
    }

    // --- moments --------------------------------------------------------------------------------

    private Argument before(LocalDate day) {
        if (!within) return atom("BEFORE").writeAtom(DATE.format(day));
        long ago = ago(day.atStartOfDay(zone).toInstant());
        return ago < 0 ? all() : atom("OLDER").writeNumber(ago + 1); // at least so long ago
    }

    private Argument since(LocalDate day) {
        if (!within) return atom("SINCE").writeAtom(DATE.format(day));
        long ago = ago(day.atStartOfDay(zone).toInstant());
        return ago < 1 ? none() : atom("YOUNGER").writeNumber(ago);
    }

    private Argument age(String exact, String byDay, Age age) {
        var then = now.atZone(zone).minus(age.days()).minusHours(age.hours());
        if (!within) return atom(byDay).writeAtom(DATE.format(then));
        return atom(exact).writeNumber(Math.max(1, ago(then.toInstant())));
    }

    /** Seconds; the server has a number of 32 bits for them. */
    private long ago(Instant then) {
        return Math.min(0xffff_ffffL, Duration.between(then, now).toSeconds());
    }
}

package org.bocau.mailclient;

import jakarta.mail.Flags;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.search.AndTerm;
import jakarta.mail.search.BodyTerm;
import jakarta.mail.search.ComparisonTerm;
import jakarta.mail.search.FlagTerm;
import jakarta.mail.search.FromStringTerm;
import jakarta.mail.search.HeaderTerm;
import jakarta.mail.search.NotTerm;
import jakarta.mail.search.OrTerm;
import jakarta.mail.search.ReceivedDateTerm;
import jakarta.mail.search.RecipientStringTerm;
import jakarta.mail.search.SearchTerm;
import jakarta.mail.search.SizeTerm;
import jakarta.mail.search.StringTerm;
import jakarta.mail.search.SubjectTerm;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the search box says, as IMAP search keys. Words stand for "anywhere in the message", without
 * regard to diacritics where the server can; phrases in quotes stay together and are looked for as
 * they are written, a leading minus excludes what is written; operators: from: to: cc: subject: is:
 * has: before: after: larger: smaller:. An operator with a value it cannot read is searched for as
 * a word.
 *
 * @param term what the server is asked
 */
public record SearchQuery(String text, SearchTerm term) {
    private static final int MAX_WORDS = 20;
    private static final Pattern WORD =
            Pattern.compile(
                    "(-?)(?:([a-z]{2,8}):)?(?:\"([^\"]*)\"|(\\S+))", Pattern.CASE_INSENSITIVE);
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kmKM]?)[bB]?");

    /** Reads the search box; null when there is nothing to search for. */
    public static @Nullable SearchQuery parse(String text) {
        var clean = Correspondent.shown(text); // no control character reaches the server (T38)
        var terms = new ArrayList<SearchTerm>();
        var word = WORD.matcher(clean);
        while (word.find() && terms.size() < MAX_WORDS) {
            boolean phrase = word.group(3) != null;
            boolean excluded = !word.group(1).isEmpty();
            var term = term(word.group(2), phrase ? word.group(3) : word.group(4));
            if (term == null) continue;
            if (excluded) terms.add(new NotTerm(term));
            else terms.add(phrase || !isText(term) ? term : new FuzzyTerm(term));
        }
        if (terms.isEmpty()) return null;
        return new SearchQuery(clean, all(terms));
    }

    private static SearchTerm all(List<SearchTerm> terms) {
        return terms.size() == 1 ? terms.getFirst() : new AndTerm(terms.toArray(SearchTerm[]::new));
    }

    /** Not a flag, a date, a size or a media type: what people write with diacritics or without. */
    private static boolean isText(SearchTerm term) {
        return term instanceof OrTerm
                || (term instanceof StringTerm && !(term instanceof HeaderTerm));
    }

    private static @Nullable SearchTerm term(@Nullable String operator, String value) {
        if (value.isBlank()) return null;
        if (operator == null) return anywhere(value);
        var name = operator.toLowerCase(Locale.ROOT);
        var term =
                switch (name) {
                    case "from" -> new FromStringTerm(value);
                    case "to" -> new RecipientStringTerm(RecipientType.TO, value);
                    case "cc" -> new RecipientStringTerm(RecipientType.CC, value);
                    case "bcc" -> new RecipientStringTerm(RecipientType.BCC, value);
                    case "subject" -> new SubjectTerm(value);
                    case "body" -> new BodyTerm(value);
                    case "is" -> state(value);
                    case "has" -> has(value);
                    case "before" -> date(ComparisonTerm.LT, value);
                    case "after" -> date(ComparisonTerm.GE, value);
                    case "larger" -> size(ComparisonTerm.GT, value);
                    case "smaller" -> size(ComparisonTerm.LT, value);
                    default -> null;
                };
        return term == null ? anywhere(operator + ":" + value) : term;
    }

    /**
     * Subject, people or body: what one means by a word. TEXT has no term of its own in Jakarta
     * Mail.
     */
    private static SearchTerm anywhere(String value) {
        return new OrTerm(
                new SearchTerm[] {
                    new SubjectTerm(value),
                    new FromStringTerm(value),
                    new RecipientStringTerm(RecipientType.TO, value),
                    new RecipientStringTerm(RecipientType.CC, value),
                    new BodyTerm(value)
                });
    }

    private static @Nullable SearchTerm state(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "unread" -> flag(Flags.Flag.SEEN, false);
            case "read" -> flag(Flags.Flag.SEEN, true);
            case "starred", "flagged" -> flag(Flags.Flag.FLAGGED, true);
            case "unstarred" -> flag(Flags.Flag.FLAGGED, false);
            case "answered" -> flag(Flags.Flag.ANSWERED, true);
            default -> null;
        };
    }

    private static SearchTerm flag(Flags.Flag flag, boolean set) {
        return new FlagTerm(new Flags(flag), set);
    }

    /** IMAP has no key for attachments; messages with them are nearly always multipart/mixed. */
    private static @Nullable SearchTerm has(String value) {
        return value.equalsIgnoreCase("attachment")
                ? new HeaderTerm("Content-Type", "multipart/mixed")
                : null;
    }

    private static @Nullable SearchTerm date(int comparison, String value) {
        try {
            var day = LocalDate.parse(value.replace('/', '-'));
            var start =
                    day.atStartOfDay(ZoneId.systemDefault()).toInstant(); // IMAP compares days only
            return new ReceivedDateTerm(comparison, Date.from(start));
        } catch (DateTimeParseException _) {
            return null;
        }
    }

    private static @Nullable SearchTerm size(int comparison, String value) {
        var size = SIZE.matcher(value);
        if (!size.matches()) return null;
        long unit =
                switch (size.group(2).toLowerCase(Locale.ROOT)) {
                    case "k" -> 1024;
                    case "m" -> 1024 * 1024;
                    default -> 1;
                };
        return new SizeTerm(
                comparison,
                (int) Math.min(Integer.MAX_VALUE, Long.parseLong(size.group(1)) * unit));
    }
}

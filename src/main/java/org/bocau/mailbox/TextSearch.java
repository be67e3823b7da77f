package org.bocau.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bocau.account.AccountId;
import org.bocau.message.MessageText;
import org.bocau.message.SearchText;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Finds messages by their text, exactly: the trigram index narrows to candidates, whose text is
 * then compared. Every user text is a bound parameter.
 *
 * <p>Text contains a string only if its folded form contains the folded string, which is what the
 * index is over; a string without three letters or digits in a row is looked for in every text of
 * the account.
 */
@Component
class TextSearch {
    /** A word, or in quotes several that stand together. */
    private static final Pattern WORD = Pattern.compile("\"([^\"]*\\s[^\"]*)\"|\\S+");

    /** Fuzzy search looks for so many words. */
    private static final int MOST_WORDS = 20;

    /** Fewer messages than this are named in the statement rather than sorted out afterwards. */
    private static final int FEW = 2000;

    private static final int TRIGRAM = 3;

    private enum Column {
        HEADING,
        HEADER,
        BODY;

        String exact() {
            return "t." + name().toLowerCase(Locale.ROOT);
        }

        /** As the index is over it. */
        String folded() {
            return "coalesce(" + exact() + "_folded, " + exact() + ")";
        }
    }

    private final JdbcTemplate jdbc;
    private final TextIndex index;

    TextSearch(JdbcTemplate jdbc, TextIndex index) {
        this.jdbc = jdbc;
        this.index = index;
    }

    /**
     * Content ids of an account's messages that match, ascending. Makes the missing text first.
     *
     * @param among only of these content ids, ascending; null for all
     */
    long[] contents(AccountId account, SearchKey.OfText key, long @Nullable [] among) {
        if (among != null && among.length == 0) {
            return among;
        }
        index.bringUp(account);
        return switch (key) {
            case SearchKey.Body body -> find(account, text(body.text(), Column.BODY), among);
            case SearchKey.Text text -> find(account, text(text.text(), Column.values()), among);
            case SearchKey.Header header -> find(account, header(header), among);
            case SearchKey.Fuzzy fuzzy -> fuzzy(account, fuzzy.key(), among);
        };
    }

    /** All of the words, the longest first: the shortest are the dearest to look for. */
    private long[] fuzzy(AccountId account, SearchKey.OfText key, long @Nullable [] among) {
        var found = among;
        for (String word : words(key)) {
            var condition =
                    switch (key) {
                        case SearchKey.Body _ -> folded(word, Column.BODY);
                        case SearchKey.Header header -> foldedHeader(header.field(), word);
                        default -> folded(word, Column.values());
                    };
            found = find(account, condition, found);
            if (found.length == 0) {
                return found;
            }
        }
        return found == null ? contents(account, key, null) : found;
    }

    private static List<String> words(SearchKey.OfText key) {
        String text =
                switch (key) {
                    case SearchKey.Body body -> body.text();
                    case SearchKey.Text any -> any.text();
                    case SearchKey.Header header -> header.text();
                    case SearchKey.Fuzzy inner ->
                            throw new IllegalArgumentException(inner.toString());
                };
        return WORD.matcher(SearchText.folded(text))
                .results()
                .map(word -> word.group(1) == null ? word.group() : word.group(1).strip())
                .filter(word -> !word.isEmpty())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .limit(MOST_WORDS)
                .toList();
    }

    // --- the statement --------------------------------------------------------------------------

    /** Any of these; each is one scan of the index. */
    private record Condition(List<String> any, List<Object> parameters) {}

    private long[] find(AccountId account, Condition condition, long @Nullable [] among) {
        boolean few = among != null && among.length <= FEW;
        var sql = new ArrayList<String>();
        var parameters = new ArrayList<Object>();
        int taken = 0;
        for (String one : condition.any()) {
            sql.add(
                    "select t.content_id from message_text t where t.account_id = ? and "
                            + (few ? "t.content_id = any(?) and " : "")
                            + one);
            parameters.add(account.value());
            if (few) {
                parameters.add(among);
            }
            int marks = (int) one.chars().filter(c -> c == '?').count();
            parameters.addAll(condition.parameters().subList(taken, taken + marks));
            taken += marks;
        }
        long[] found =
                jdbc
                        .query(
                                String.join(" union all ", sql),
                                (row, _) -> row.getLong(1),
                                parameters.toArray())
                        .stream()
                        .mapToLong(Long::longValue)
                        .sorted()
                        .distinct()
                        .toArray();
        return among == null || few
                ? found
                : Arrays.stream(found).filter(id -> Arrays.binarySearch(among, id) >= 0).toArray();
    }

    /** The text as it is, in one of the columns. */
    private static Condition text(String text, Column... columns) {
        String sought = SearchText.caseless(text);
        var any = new ArrayList<String>();
        var parameters = new ArrayList<Object>();
        if (sought.indexOf('\0') >= 0) {
            return new Condition(List.of("false"), List.of()); // no text has a NUL
        }
        for (Column column : columns) {
            any.add(contains(column, sought, parameters));
        }
        return new Condition(any, parameters);
    }

    private static String contains(Column column, String sought, List<Object> parameters) {
        if (sought.isEmpty()) {
            return "true";
        }
        int length = sought.codePointCount(0, sought.length());
        boolean tooLong = column == Column.BODY && length > MessageText.OVERLAP;
        String inPiece =
                tooLong
                        ? sought.substring(0, sought.offsetByCodePoints(0, MessageText.OVERLAP))
                        : sought;
        String condition =
                candidates(column, inPiece, parameters)
                        + "position(? in "
                        + column.exact()
                        + ") > 0";
        parameters.add(inPiece);
        if (!tooLong) {
            return condition;
        }
        parameters.add(sought);
        return condition + " and position(? in " + WHOLE + ") > 0";
    }

    /** What is longer than the pieces overlap is looked for in the whole text. */
    private static final String WHOLE =
            """
            (select string_agg(case when w.n = 0 then w.body else substr(w.body, %d) end, '' order by w.n)
               from message_text w where w.account_id = t.account_id and w.content_id = t.content_id)
            """
                    .formatted(MessageText.OVERLAP + 1);

    /** {@code … and}, by the index; nothing where that is of no use. */
    private static String candidates(Column column, String sought, List<Object> parameters) {
        String folded = SearchText.folded(sought);
        if (!hasTrigram(folded)) {
            return "";
        }
        parameters.add(pattern(folded));
        return column.folded() + " like ? and ";
    }

    private static Condition folded(String word, Column... columns) {
        var any = new ArrayList<String>();
        var parameters = new ArrayList<Object>();
        for (Column column : columns) {
            boolean indexed = hasTrigram(word);
            any.add(
                    indexed
                            ? column.folded() + " like ?"
                            : "position(? in " + column.folded() + ") > 0");
            parameters.add(indexed ? pattern(word) : word);
        }
        return new Condition(any, parameters);
    }

    /** pg_trgm makes trigrams of letters and digits only. */
    private static boolean hasTrigram(String folded) {
        int run = 0;
        for (int i = 0; i < folded.length() && run < TRIGRAM; i++) {
            run = Character.isLetterOrDigit(folded.charAt(i)) ? run + 1 : 0;
        }
        return run >= TRIGRAM;
    }

    private static String pattern(String text) {
        return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    // --- header fields --------------------------------------------------------------------------

    private static Condition header(SearchKey.Header header) {
        String field = header.field().toLowerCase(Locale.ROOT);
        if (!fieldName(field)) {
            return new Condition(List.of("false"), List.of());
        }
        var column = column(field);
        var parameters = new ArrayList<Object>();
        String sought = SearchText.caseless(header.text()).replace('\0', '\ufffd');
        String condition = candidates(column, sought, parameters) + column.exact() + " ~ ?";
        parameters.add(line(field, sought));
        return new Condition(List.of(condition), parameters);
    }

    private static Condition foldedHeader(String name, String word) {
        String field = name.toLowerCase(Locale.ROOT);
        if (!fieldName(field)) {
            return new Condition(List.of("false"), List.of());
        }
        var column = column(field);
        var parameters = new ArrayList<Object>();
        String condition = candidates(column, word, parameters) + column.folded() + " ~ ?";
        parameters.add(line(field, word));
        return new Condition(List.of(condition), parameters);
    }

    private static Column column(String field) {
        return MessageText.inHeading(field) ? Column.HEADING : Column.HEADER;
    }

    /** RFC 5322 §3.6.8. */
    private static boolean fieldName(String field) {
        return !field.isEmpty() && field.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':');
    }

    /**
     * A line that begins with the name and holds the text. The pattern is made of escaped literals,
     * so its cost is linear whatever a client sends.
     */
    private static String line(String field, String sought) {
        return "(?n)^" + literal(field) + ": .*" + literal(sought);
    }

    /** Escapes everything that an advanced regular expression could read as more than itself. */
    private static String literal(String text) {
        var escaped = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    boolean plain = Character.isLetterOrDigit(c) || c == ' ' || c > 127;
                    if (!plain) {
                        escaped.append('\\');
                    }
                    escaped.appendCodePoint(c == '\n' || c == 0 ? ' ' : c);
                });
        return escaped.toString();
    }
}

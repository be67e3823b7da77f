package org.bocau.mailbox;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.bocau.message.SearchText;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * SEARCH as one statement. Every user text is a bound parameter; header fields are matched in the
 * decoded header text, one {@code name:value} a line.
 */
@Component
class Searching {
    private final JdbcTemplate jdbc;
    private final Clock clock;

    Searching(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    long[] search(MailboxId mailbox, SearchKey key, LongPredicate known) {
        var where = new Where(clock.instant());
        String condition = where.of(key);
        String sql =
                """
                select m.uid from message m%s
                 where m.account_id = ? and m.mailbox_id = ? and %s
                 order by m.uid
                """
                        .formatted(where.joins(), condition);
        var parameters =
                new ArrayList<Object>(List.of(mailbox.account().value(), mailbox.number()));
        parameters.addAll(where.parameters);
        long[] uids =
                jdbc.query(sql, (row, _) -> row.getLong(1), parameters.toArray()).stream()
                        .mapToLong(Long::longValue)
                        .toArray();
        return Arrays.stream(uids).filter(known).toArray();
    }

    /** Builds the condition; parameters are collected in the order of their question marks. */
    private static final class Where {
        private final List<Object> parameters = new ArrayList<>();
        private final Instant now;
        private boolean content;
        private boolean text;

        Where(Instant now) {
            this.now = now;
        }

        String joins() {
            return (content
                            ? " join message_content c on c.account_id = m.account_id and c.id = m.content_id"
                            : "")
                    + (text
                            ? " join message_text t on t.account_id = m.account_id and t.content_id = m.content_id"
                            : "");
        }

        String of(SearchKey key) {
            return switch (key) {
                case SearchKey.All _ -> "true";
                case SearchKey.And and ->
                        and.keys().stream()
                                .map(this::of)
                                .collect(Collectors.joining(" and ", "(true and ", ")"));
                case SearchKey.Or or -> "(" + of(or.left()) + " or " + of(or.right()) + ")";
                case SearchKey.Not not -> "not coalesce(" + of(not.key()) + ", false)";
                case SearchKey.HasFlag flag -> "(m.flags & " + flag.flag().bit() + ") <> 0";
                case SearchKey.HasKeyword keyword -> hasKeyword(keyword.keyword());
                case SearchKey.InUids in -> in(in.uids());
                case SearchKey.LargerThan larger -> with("m.size > ?", larger.octets());
                case SearchKey.SmallerThan smaller -> with("m.size < ?", smaller.octets());
                case SearchKey.Received received ->
                        day("m.internal_date", received.when(), received.date());
                case SearchKey.Older older -> with("m.internal_date <= ?", ago(older.age()));
                case SearchKey.Younger younger -> with("m.internal_date >= ?", ago(younger.age()));
                case SearchKey.Saved saved -> day("m.saved_at", saved.when(), saved.date());
                case SearchKey.EmailId email -> with("m.content_id = ?", email.id());
                case SearchKey.ThreadId thread -> thread(thread.id());
                case SearchKey.Sent sent -> sent(sent);
                case SearchKey.Header header -> header(header);
                case SearchKey.Body body -> contains("t.body", body.text());
                case SearchKey.Text any ->
                        "("
                                + contains("t.header", any.text())
                                + " or "
                                + contains("t.body", any.text())
                                + ")";
                case SearchKey.ChangedSince since -> with("m.modseq >= ?", since.modseq());
            };
        }

        private String with(String condition, Object parameter) {
            parameters.add(parameter);
            return condition;
        }

        private String hasKeyword(String keyword) {
            return with(
                    "exists (select 1 from unnest(m.keywords) k where lower(k) = ?)",
                    keyword.toLowerCase(Locale.ROOT));
        }

        /** A multirange is searched by halving, however many ranges a client sends. */
        private String in(UidSet uids) {
            var ranges = new StringJoiner(",", "{", "}");
            long[] firsts = uids.firsts();
            long[] lasts = uids.lasts();
            for (int i = 0; i < firsts.length; i++) {
                ranges.add("[" + firsts[i] + "," + lasts[i] + "]");
            }
            return with("m.uid <@ ?::int8multirange", ranges.toString());
        }

        private String thread(long id) {
            content = true;
            return with("c.thread_id = ?", id);
        }

        private String sent(SearchKey.Sent sent) {
            content = true;
            // RFC 3501 has no rule for a message without Date: as everywhere, INTERNALDATE stands
            // in.
            String column = "coalesce(c.sent_on, (m.internal_date at time zone 'UTC')::date)";
            return switch (sent.when()) {
                case BEFORE -> with(column + " < ?", sent.date());
                case SINCE -> with(column + " >= ?", sent.date());
                case ON -> with(column + " = ?", sent.date());
            };
        }

        /** Stored text has no NUL, so what holds one is found nowhere. */
        private static String clean(String sought) {
            return SearchText.caseless(sought).replace('\0', '\ufffd');
        }

        private String day(String column, SearchKey.When when, LocalDate date) {
            var start = Timestamp.from(date.atStartOfDay(ZoneOffset.UTC).toInstant());
            var end = Timestamp.from(date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
            return switch (when) {
                case BEFORE -> with(column + " < ?", start);
                case SINCE -> with(column + " >= ?", start);
                case ON -> {
                    parameters.add(start);
                    parameters.add(end);
                    yield "(" + column + " >= ? and " + column + " < ?)";
                }
            };
        }

        private Timestamp ago(Duration age) {
            return Timestamp.from(now.minus(age));
        }

        private String contains(String column, String sought) {
            text = true;
            return with("position(? in " + column + ") > 0", clean(sought));
        }

        /**
         * A line that begins with the name and holds the text. The pattern is made of escaped
         * literals, so its cost is linear whatever a client sends.
         */
        private String header(SearchKey.Header header) {
            text = true;
            String name = header.field().toLowerCase(Locale.ROOT);
            String sought = clean(header.text());
            return with("t.header ~ ?", "(?n)^" + literal(name) + ":.*" + literal(sought));
        }

        /**
         * Escapes everything that an advanced regular expression could read as more than itself.
         */
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
}

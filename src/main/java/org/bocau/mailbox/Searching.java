package org.bocau.mailbox;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.bocau.account.AccountId;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * SEARCH: in memory what memory knows ({@link RowSearch}), by the database what it does not; texts
 * by their index ({@link TextSearch}).
 */
@Component
class Searching {
    /** Fewer messages than this are named in the statement rather than sorted out afterwards. */
    private static final int FEW = 2000;

    private final JdbcTemplate jdbc;
    private final TextSearch texts;
    private final Clock clock;

    Searching(JdbcTemplate jdbc, TextSearch texts, Clock clock) {
        this.jdbc = jdbc;
        this.texts = texts;
        this.clock = clock;
    }

    long[] search(MailboxId mailbox, Messages messages, SearchKey key) {
        return in(mailbox, messages).rows(key).stream().mapToLong(messages::uid).toArray();
    }

    /** Scores of what {@link #search} has found. */
    Relevancy relevancy(MailboxId mailbox, Messages messages, SearchKey key, long[] found) {
        return new Scoring(messages, in(mailbox, messages), found).of(key);
    }

    private RowSearch in(MailboxId mailbox, Messages messages) {
        return new RowSearch(
                messages,
                clock.instant(),
                (one, among) -> stored(mailbox.account(), messages, one, among));
    }

    private BitSet stored(AccountId account, Messages messages, SearchKey key, BitSet among) {
        if (key instanceof SearchKey.InThreads threads) {
            return rows(messages, among, inThreads(account, threads));
        }
        long[] ids = among.stream().mapToLong(messages::emailId).sorted().distinct().toArray();
        var scope = new Scope(account, ids);
        var rows = rows(messages, among, matching(key, scope));
        if (key instanceof SearchKey.Sent sent) {
            // RFC 3501 has no rule for a message without Date: as everywhere, INTERNALDATE stands
            // in.
            var undated = rows(messages, among, scope.ids("sent_on is null"));
            var received = new SearchKey.Received(sent.when(), sent.date());
            rows.or(
                    new RowSearch(messages, clock.instant(), (_, _) -> undated)
                            .of(received, undated));
        }
        return rows;
    }

    /** Of the whole account: the index by conversation names few, however many are searched. */
    private long[] inThreads(AccountId account, SearchKey.InThreads threads) {
        long[] ids = threads.ids().stream().mapToLong(Long::longValue).toArray();
        return jdbc
                .query(
                        "select id from message_content where account_id = ? and thread_id = any(?)",
                        (row, _) -> row.getLong(1),
                        account.value(),
                        ids)
                .stream()
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
    }

    /**
     * @param emailIds ascending
     */
    private static BitSet rows(Messages messages, BitSet among, long[] emailIds) {
        var rows = new BitSet(among.length());
        if (emailIds.length == 0) {
            return rows;
        }
        long first = emailIds[0];
        long last = emailIds[emailIds.length - 1]; // most messages are not between these two
        for (int row = among.nextSetBit(0); row >= 0; row = among.nextSetBit(row + 1)) {
            long id = messages.emailId(row);
            if (id >= first && id <= last && Arrays.binarySearch(emailIds, id) >= 0) {
                rows.set(row);
            }
        }
        return rows;
    }

    private long[] matching(SearchKey key, Scope scope) {
        return switch (key) {
            case SearchKey.Sent sent ->
                    scope.ids(
                            switch (sent.when()) {
                                case BEFORE -> "sent_on < ?";
                                case SINCE -> "sent_on >= ?";
                                case ON -> "sent_on = ?";
                            },
                            sent.date());
            case SearchKey.OfText text -> texts.contents(scope.account, text, scope.among);
            default -> throw new IllegalArgumentException(key + " needs no query");
        };
    }

    /** The contents of an account, or of few of its messages. */
    private final class Scope {
        private final AccountId account;
        private final long[] among; // ascending

        Scope(AccountId account, long[] among) {
            this.account = account;
            this.among = among;
        }

        /** Of the contents that meet the condition; ascending. */
        long[] ids(String condition, Object... parameters) {
            var all = new ArrayList<Object>();
            all.add(account.value());
            String sql = "select id from message_content where account_id = ? and ";
            if (among.length <= FEW) {
                sql += "id = any(?) and ";
                all.add(among);
            }
            all.addAll(List.of(parameters));
            sql += condition + " order by id";
            return jdbc.query(sql, (row, _) -> row.getLong(1), all.toArray()).stream()
                    .mapToLong(Long::longValue)
                    .toArray();
        }
    }
}

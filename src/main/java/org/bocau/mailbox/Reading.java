package org.bocau.mailbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.bocau.mailbox.Changes.MessageState;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What SELECT, FETCH and every synchronisation read. Each statement is one snapshot of the store.
 */
@Component
class Reading {
    /** Rows that are in memory at a time while a mailbox is read whole. */
    private static final int FETCH_ROWS = 5_000;

    /** What the index has of a message. Nearly all lack keywords, and null is cheaper to read. */
    static final String COLUMNS =
            """
            uid, modseq, flags, nullif(keywords, '{}') as keywords, size,
            floor(date_part('epoch', internal_date))::bigint as received,
            floor(date_part('epoch', saved_at))::bigint as saved, content_id
            """;

    private static final String ALL =
            """
            select b.highest_modseq, x.*
              from mailbox b left join lateral (
                    select %s from message where account_id = b.account_id and mailbox_id = b.id) x on true
             where b.account_id = ? and b.id = ? and b.selectable
             order by x.uid
            """
                    .formatted(COLUMNS);

    private static final String SINCE =
            """
            select b.highest_modseq, x.*
              from mailbox b left join lateral (
                    select %s, false as gone from message
                     where account_id = b.account_id and mailbox_id = b.id and modseq > :modseq
                    union all
                    select uid, modseq, 0, null, 0, 0, 0, 0, true from expunged
                     where account_id = b.account_id and mailbox_id = b.id and modseq > :modseq) x on true
             where b.account_id = :account and b.id = :mailbox and b.selectable
             order by x.uid
            """
                    .formatted(COLUMNS);

    private final JdbcClient jdbc;
    private final JdbcTemplate paged;
    private final TransactionTemplate transaction;

    Reading(JdbcClient jdbc, DataSource dataSource, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.paged = new JdbcTemplate(dataSource);
        paged.setFetchSize(FETCH_ROWS); // works within a transaction only
        this.transaction = new TransactionTemplate(transactions);
        transaction.setReadOnly(true);
    }

    /** The mailbox whole, in one statement and so of one moment; read in pieces. */
    Messages messages(MailboxId id) {
        var rows =
                new Object() {
                    final Messages.Builder builder = new Messages.Builder();
                    final Map<List<String>, List<String>> keywords = new HashMap<>();
                    long modseq = -1;
                };
        transaction.executeWithoutResult(_ ->
                paged.query(
                        ALL,
                        row -> {
                            rows.modseq = row.getLong("highest_modseq");
                            row.getLong("uid");
                            if (!row.wasNull()) {
                                rows.builder.add(state(row, rows.keywords));
                            }
                        },
                        id.account().value(),
                        id.number()));
        if (rows.modseq < 0) {
            throw StoreRefusal.noSuchMailbox();
        }
        return rows.builder.build(rows.modseq);
    }

    /** What changed after a mod-sequence. */
    Changes since(MailboxId id, long modseq) {
        var collected =
                new Object() {
                    boolean found;
                    long highest = modseq;
                    final List<MessageState> changed = new ArrayList<>();
                    final List<Long> gone = new ArrayList<>();
                    final Map<List<String>, List<String>> keywords = new HashMap<>();
                };
        jdbc.sql(SINCE)
                .param("modseq", modseq)
                .param("account", id.account().value())
                .param("mailbox", id.number())
                .query(row -> {
                    collected.found = true;
                    collected.highest = Math.max(modseq, row.getLong("highest_modseq"));
                    long uid = row.getLong("uid");
                    if (row.wasNull()) {
                        return;
                    }
                    if (row.getBoolean("gone")) {
                        collected.gone.add(uid);
                    } else {
                        collected.changed.add(state(row, collected.keywords));
                    }
                });
        if (!collected.found) {
            throw StoreRefusal.noSuchMailbox();
        }
        return new Changes(
                collected.highest,
                List.copyOf(collected.changed),
                UidSet.of(collected.gone.stream().mapToLong(Long::longValue).toArray()));
    }

    /**
     * A row with the columns uid, modseq, flags, keywords, size, received, saved, content_id.
     *
     * @param keywords lists that are there already: equal ones are shared
     */
    static MessageState state(ResultSet row, Map<List<String>, List<String>> keywords)
            throws SQLException {
        return new MessageState(
                row.getLong("uid"),
                row.getLong("modseq"),
                flags(row, keywords),
                row.getLong("size"),
                row.getLong("received"),
                row.getLong("saved"),
                row.getLong("content_id"));
    }

    private static Flags flags(ResultSet row, Map<List<String>, List<String>> keywords)
            throws SQLException {
        int system = row.getInt("flags");
        if (row.getArray("keywords") == null) {
            return Flags.system(system);
        }
        List<String> words = Locking.strings(row, "keywords");
        return new Flags(system, keywords.computeIfAbsent(words, same -> same));
    }
}

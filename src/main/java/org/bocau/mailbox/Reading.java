package org.bocau.mailbox;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bocau.mailbox.StoredMessage.Column;
import org.bocau.message.Part;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What SELECT, FETCH and every synchronisation read. Each statement is one snapshot of the store.
 */
@Component
class Reading {
    /**
     * A batch is read whole before any of it is written to a socket: this many rows wait in memory.
     */
    private static final int SMALL_ROWS = 500;

    /** Header blocks may have 256 KiB each. */
    private static final int LARGE_ROWS = 40;

    private static final String SINCE =
            """
            select b.highest_modseq, x.uid, x.modseq, x.flags, x.keywords, x.gone
              from mailbox b left join lateral (
                    select uid, modseq, flags, keywords, false as gone from message
                     where account_id = b.account_id and mailbox_id = b.id and modseq > :modseq
                    union all
                    select uid, modseq, 0, '{}', true from expunged
                     where account_id = b.account_id and mailbox_id = b.id and modseq > :modseq) x on true
             where b.account_id = :account and b.id = :mailbox and b.selectable
             order by x.uid
            """;

    private final JdbcClient jdbc;

    Reading(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In a transaction of isolation REPEATABLE READ: counters and messages are of one moment. */
    Snapshot snapshot(MailboxId id, @Nullable Long recentFrom) {
        var rows = new SnapshotRows();
        var box =
                jdbc.sql(
                                "select keywords from mailbox where account_id = ? and id = ? and selectable")
                        .params(id.account().value(), id.number())
                        .query((row, _) -> Locking.strings(row, "keywords"))
                        .optional()
                        .orElseThrow(StoreRefusal::noSuchMailbox);
        var mailbox = Locking.read(jdbc, id).orElseThrow(StoreRefusal::noSuchMailbox);
        rows.reserve(Math.toIntExact(mailbox.messages()));
        jdbc.sql(
                        """
                        select uid, modseq, flags, keywords from message
                         where account_id = ? and mailbox_id = ? order by uid
                        """)
                .params(id.account().value(), id.number())
                .query(rows::add);
        return rows.snapshot(mailbox, box, recentFrom == null ? mailbox.recentFrom() : recentFrom);
    }

    /** Grows compact arrays: 100,000 messages are 2 MB, not 100,000 objects. */
    private static final class SnapshotRows {
        private long[] uids = new long[16];
        private long[] modseqs = new long[16];
        private int[] flags = new int[16];
        private final List<List<String>> keywords = new ArrayList<>();
        private int n;

        void reserve(int size) {
            uids = new long[Math.max(size, 16)];
            modseqs = new long[uids.length];
            flags = new int[uids.length];
        }

        void add(ResultSet row) throws SQLException {
            if (n == uids.length) {
                uids = Arrays.copyOf(uids, 2 * n);
                modseqs = Arrays.copyOf(modseqs, 2 * n);
                flags = Arrays.copyOf(flags, 2 * n);
            }
            uids[n] = row.getLong(1);
            modseqs[n] = row.getLong(2);
            flags[n++] = row.getInt(3);
            keywords.add(Locking.strings(row, "keywords"));
        }

        Snapshot snapshot(Mailbox mailbox, List<String> used, long recentFrom) {
            return new Snapshot(
                    mailbox,
                    Arrays.copyOf(uids, n),
                    Arrays.copyOf(modseqs, n),
                    Arrays.copyOf(flags, n),
                    keywords,
                    used,
                    recentFrom);
        }
    }

    Changes since(MailboxId id, long modseq) {
        var collected =
                new Object() {
                    boolean found;
                    long highest = modseq;
                    final List<Changes.MessageState> changed = new ArrayList<>();
                    final List<Long> gone = new ArrayList<>();
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
                        collected.changed.add(
                                new Changes.MessageState(
                                        uid,
                                        row.getLong("modseq"),
                                        new Flags(
                                                row.getInt("flags"),
                                                Locking.strings(row, "keywords"))));
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
     * Long ranges are paged through the primary key, short ones gathered into one look-up, so that
     * the cost follows the messages read and neither the mailbox nor the number of ranges.
     */
    void fetch(MailboxId id, UidSet uids, Set<Column> columns, MailStore.Visitor each)
            throws IOException {
        int limit =
                columns.isEmpty() || columns.equals(Set.of(Column.PREVIEW))
                        ? SMALL_ROWS
                        : LARGE_ROWS;
        var query = new Fetch(id, columns, limit, each);
        long[] firsts = uids.firsts();
        long[] lasts = uids.lasts();
        var gathered = new long[limit];
        int n = 0;
        for (int i = 0; i < firsts.length; i++) {
            long size = lasts[i] - firsts[i] + 1;
            if (n + size > limit) {
                query.these(Arrays.copyOf(gathered, n));
                n = 0;
            }
            if (size > limit) {
                query.range(firsts[i], lasts[i]);
            } else {
                for (long uid = firsts[i]; uid <= lasts[i]; uid++) {
                    gathered[n++] = uid;
                }
            }
        }
        query.these(Arrays.copyOf(gathered, n));
    }

    private final class Fetch {
        private final MailboxId id;
        private final Set<Column> columns;
        private final int limit;
        private final MailStore.Visitor each;
        private final String sql;

        Fetch(MailboxId id, Set<Column> columns, int limit, MailStore.Visitor each) {
            this.id = id;
            this.columns = columns;
            this.limit = limit;
            this.each = each;
            this.sql = select(columns);
        }

        void range(long first, long last) throws IOException {
            long next = first;
            List<StoredMessage> batch;
            do {
                batch =
                        jdbc.sql(sql.formatted("m.uid between ? and ?"))
                                .params(id.account().value(), id.number(), next, last, limit)
                                .query((row, _) -> message(row, columns))
                                .list();
                next = visit(batch) + 1;
            } while (batch.size() == limit);
        }

        void these(long[] uids) throws IOException {
            if (uids.length > 0) {
                visit(
                        jdbc.sql(sql.formatted("m.uid = any (?)"))
                                .params(id.account().value(), id.number(), uids, limit)
                                .query((row, _) -> message(row, columns))
                                .list());
            }
        }

        private long visit(List<StoredMessage> batch) throws IOException {
            for (StoredMessage message : batch) {
                each.message(message);
            }
            return batch.isEmpty() ? 0 : batch.getLast().uid();
        }
    }

    private static String select(Set<Column> columns) {
        var extra = new StringBuilder();
        for (Column column : columns) {
            extra.append(", c.").append(nameOf(column));
        }
        return """
        select m.uid, m.modseq, m.flags, m.keywords, m.internal_date, m.saved_at, m.size, c.id as email_id,
               c.thread_id, c.body_sha256, c.crlf_size%s
          from message m
          join message_content c on c.account_id = m.account_id and c.id = m.content_id
         where m.account_id = ? and m.mailbox_id = ? and %%s
         order by m.uid limit ?
        """
                .formatted(extra);
    }

    private static String nameOf(Column column) {
        return switch (column) {
            case ENVELOPE -> "envelope";
            case BODY -> "body_basic";
            case BODYSTRUCTURE -> "body_structure";
            case HEADER -> "header";
            case PARTS -> "parts";
            case PREVIEW -> "preview";
        };
    }

    private static StoredMessage message(ResultSet row, Set<Column> columns) throws SQLException {
        return new StoredMessage(
                row.getLong("uid"),
                row.getLong("modseq"),
                new Flags(row.getInt("flags"), Locking.strings(row, "keywords")),
                instant(row, "internal_date"),
                instant(row, "saved_at"),
                row.getLong("size"),
                row.getLong("crlf_size"),
                row.getLong("email_id"),
                row.getLong("thread_id"),
                new BodyKey(row.getBytes("body_sha256"), row.getLong("size")),
                octets(row, columns, Column.ENVELOPE),
                octets(row, columns, Column.BODY),
                octets(row, columns, Column.BODYSTRUCTURE),
                octets(row, columns, Column.HEADER),
                columns.contains(Column.PARTS) ? Part.decode(row.getBytes("parts")) : null,
                columns.contains(Column.PREVIEW) ? row.getString("preview") : null);
    }

    private static byte @Nullable [] octets(ResultSet row, Set<Column> columns, Column column)
            throws SQLException {
        return columns.contains(column) ? row.getBytes(nameOf(column)) : null;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }
}

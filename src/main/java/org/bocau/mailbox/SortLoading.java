package org.bocau.mailbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.bocau.mailbox.ColumnGatherer.Longs;
import org.bocau.mailbox.SortColumn.Kind;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads sort keys from the store, a page at a time, and only those that are not held yet. */
@Component
class SortLoading {
    private static final int PAGE = 5_000;

    private final JdbcTemplate jdbc;
    private final SortBackfill backfill;

    SortLoading(JdbcTemplate jdbc, SortBackfill backfill) {
        this.jdbc = jdbc;
        this.backfill = backfill;
    }

    /**
     * What is held, with these columns, and with all messages up to {@code through}.
     *
     * @param through a UID the caller has seen: all lower ones have been committed
     */
    SortColumns complete(MailboxId mailbox, SortColumns held, Set<Kind> wanted, long through) {
        var columns = held.swollen() ? SortColumns.NONE : held;
        var missing = EnumSet.copyOf(wanted);
        missing.removeAll(columns.columns().keySet());
        if (!missing.isEmpty() && columns.through() > 0) {
            var gathering = new Gathering(missing, Map.of(), columns.uids());
            gathering.read(mailbox, 0, columns.through());
            columns = columns.with(gathering.columns());
        }
        if (through <= columns.through()) {
            return columns;
        }
        var all = EnumSet.copyOf(wanted);
        all.addAll(columns.columns().keySet());
        var gathering = new Gathering(all, columns.columns(), null);
        gathering.read(mailbox, columns.through(), through);
        long[] uids = gathering.uids.after(columns.uids());
        int read = columns.through() == 0 ? uids.length : columns.read();
        return new SortColumns(uids, through, read, gathering.columns());
    }

    private final class Gathering {
        private final Map<Kind, ColumnGatherer> gatherers = new EnumMap<>(Kind.class);
        private final String sql;
        private final long @Nullable [] expected;
        private final Longs uids = new Longs();

        /**
         * @param before the columns that are continued
         * @param expected the UIDs the columns must stand beside, some of which may be gone
         */
        Gathering(Set<Kind> kinds, Map<Kind, SortColumn> before, long @Nullable [] expected) {
            kinds.forEach(kind -> gatherers.put(kind, ColumnGatherer.of(kind, before.get(kind))));
            this.expected = expected;
            this.sql = select(kinds);
        }

        private static String select(Set<Kind> kinds) {
            return """
            select m.uid, c.id, c.refs is null as unfilled, %s
              from message m join message_content c on c.account_id = m.account_id and c.id = m.content_id
             where m.account_id = ? and m.mailbox_id = ? and m.uid > ? and m.uid <= ?
             order by m.uid limit ?
            """
                    .formatted(
                            kinds.stream()
                                    .map(kind ->
                                            kind == Kind.ANCESTRY
                                                    ? kind.sql
                                                    : kind.sql
                                                            + " as "
                                                            + ColumnGatherer.label(kind))
                                    .collect(Collectors.joining(", ")));
        }

        void read(MailboxId mailbox, long after, long through) {
            while (page(mailbox, uids.size() == 0 ? after : uids.last(), through)) {}
            while (expected != null && uids.size() < expected.length) {
                nothing();
            }
        }

        /**
         * Takes rows up to the first one that was stored before there were these columns; such ones
         * are filled in, and the next page begins there. Returns whether there may be another.
         */
        private boolean page(MailboxId mailbox, long after, long through) {
            var unfilled = new HashSet<Long>();
            var rows = new AtomicInteger();
            jdbc.query(
                    sql,
                    row -> {
                        rows.incrementAndGet();
                        if (row.getBoolean("unfilled")) {
                            unfilled.add(row.getLong("id"));
                        } else if (unfilled.isEmpty()) {
                            take(row);
                        }
                    },
                    mailbox.account().value(),
                    mailbox.number(),
                    after,
                    through,
                    PAGE);
            backfill.fill(mailbox.account(), unfilled);
            return rows.get() == PAGE || !unfilled.isEmpty();
        }

        private void take(ResultSet row) throws SQLException {
            long uid = row.getLong("uid");
            while (expected != null && expected[uids.size()] < uid) {
                nothing();
            }
            uids.add(uid);
            for (ColumnGatherer gatherer : gatherers.values()) {
                gatherer.add(row);
            }
        }

        private void nothing() {
            uids.add(expected == null ? 0 : expected[uids.size()]);
            gatherers.values().forEach(ColumnGatherer::addNothing);
        }

        Map<Kind, SortColumn> columns() {
            var columns = new EnumMap<Kind, SortColumn>(Kind.class);
            gatherers.forEach((kind, gatherer) -> columns.put(kind, gatherer.column()));
            return columns;
        }
    }
}

package org.bocau.mailbox;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.bocau.mailbox.SortColumn.Kind;
import org.springframework.stereotype.Component;

/**
 * Puts messages in order: SORT and THREAD. RFC 5256, RFC 5957. Works on keys in memory ({@link
 * SortCache}); the store is asked only for those of messages and columns not seen before.
 *
 * <p>Messages that were expunged meanwhile may be left out.
 */
@Component
public class Ordering {
    /** A large mailbox takes some twenty megabytes while it is sorted or threaded. */
    private static final int AT_ONCE = 2;

    private final SortCache cache;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    Ordering(SortCache cache) {
        this.cache = cache;
    }

    /**
     * Sorts by the criteria, the first one first, and then by UID.
     *
     * @param uids ascending, of messages that exist or did
     * @param criteria at least one
     */
    public long[] sort(MailboxId mailbox, long[] uids, List<SortCriterion> criteria) {
        if (uids.length == 0) {
            return uids;
        }
        var kinds = EnumSet.noneOf(Kind.class);
        criteria.forEach(criterion -> kinds.add(criterion.key().column()));
        var columns = columns(mailbox, kinds, uids);
        return alone(() -> sorted(columns, uids, criteria));
    }

    private static long[] sorted(SortColumns columns, long[] uids, List<SortCriterion> criteria) {
        int[] rows = columns.rows(uids);
        var order = new RadixOrder(rows.length);
        for (var criterion : criteria.reversed()) {
            order.by(key(columns, criterion.key().column(), rows), criterion.reverse());
        }
        var sorted = new long[rows.length];
        int n = 0;
        for (int row : order.rows()) {
            sorted[n++] = columns.uids()[rows[row]];
        }
        return sorted;
    }

    private static RadixOrder.Key key(SortColumns columns, Kind kind, int[] rows) {
        return switch (columns.column(kind)) {
            case SortColumn.Numbers(long[] values) -> row -> values[rows[row]];
            case SortColumn.Texts(int[] ranks, _) -> row -> ranks[rows[row]];
            case SortColumn.Ancestry _ -> throw new IllegalArgumentException("no order: " + kind);
        };
    }

    /**
     * Threads messages.
     *
     * @param uids ascending, of messages that exist or did
     */
    public Threads thread(MailboxId mailbox, long[] uids, Threading threading) {
        if (uids.length == 0) {
            return new Threads(uids, 0);
        }
        var kinds = EnumSet.of(Kind.SENT, Kind.SUBJECT);
        if (threading == Threading.REFERENCES) {
            kinds.add(Kind.ANCESTRY);
        }
        var columns = columns(mailbox, kinds, uids);
        return alone(() -> {
            int[] rows = columns.rows(uids);
            return switch (threading) {
                case ORDEREDSUBJECT -> OrderedSubject.of(columns, rows);
                case REFERENCES -> ReferencesThreading.of(columns, rows);
            };
        });
    }

    private SortColumns columns(MailboxId mailbox, Set<Kind> kinds, long[] uids) {
        return cache.columns(mailbox, kinds, uids[uids.length - 1]);
    }

    private <T> T alone(Supplier<T> work) {
        places.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}

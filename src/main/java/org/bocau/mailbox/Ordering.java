package org.bocau.mailbox;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.bocau.mailbox.SortColumn.Kind;
import org.springframework.stereotype.Component;

/**
 * Puts messages in order: SORT and THREAD. RFC 5256, RFC 5957. Works on what is in memory: arrival
 * and size in {@link Messages}, other keys in {@link SortCache}; the store is asked only for those
 * of messages and columns not seen before.
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
     * @param messages a version of the mailbox
     * @param uids ascending, of messages in it
     * @param criteria at least one
     * @param relevancy for where the criteria ask for it
     */
    public long[] sort(
            MailboxId mailbox,
            Messages messages,
            long[] uids,
            List<SortCriterion> criteria,
            Relevancy relevancy) {
        if (uids.length == 0) {
            return uids;
        }
        var kinds = EnumSet.noneOf(Kind.class);
        for (var criterion : criteria) {
            Kind kind = criterion.key().column();
            if (kind != null) {
                kinds.add(kind);
            }
        }
        var columns = kinds.isEmpty() ? null : columns(mailbox, kinds, uids);
        return alone(() ->
                columns == null
                        ? sorted(
                                new Keys(messages, relevancy, uids, SortColumns.NONE, new int[0]),
                                criteria)
                        : sorted(
                                Keys.of(messages, relevancy, columns, columns.rows(uids)),
                                criteria));
    }

    /**
     * The end of what {@link #sort} by arrival makes of all messages: the page that a webmail
     * begins with, at a small part of the cost.
     *
     * @param most at least 1
     */
    public long[] latest(MailboxId mailbox, Messages messages, int most) {
        return LatestRows.fits(messages)
                ? new LatestRows(messages, most).uids()
                : sort(
                        mailbox,
                        messages,
                        messages.uids(),
                        List.of(new SortCriterion(SortKey.ARRIVAL, false)),
                        Relevancy.NONE);
    }

    /**
     * Of messages that the columns know, where any are needed.
     *
     * @param rows of the columns
     */
    private record Keys(
            Messages messages, Relevancy relevancy, long[] uids, SortColumns columns, int[] rows) {
        static Keys of(Messages messages, Relevancy relevancy, SortColumns columns, int[] rows) {
            long[] uids = Arrays.stream(rows).mapToLong(row -> columns.uids()[row]).toArray();
            return new Keys(messages, relevancy, uids, columns, rows);
        }

        RadixOrder.Key by(SortKey key) {
            Kind kind = key.column();
            if (kind == null) {
                return switch (key) {
                    case SIZE -> i -> messages.size(messages.row(uids[i]));
                    case RELEVANCY -> i -> -relevancy.of(uids[i]);
                    default -> i -> messages.received(messages.row(uids[i]));
                };
            }
            return switch (columns.column(kind)) {
                case SortColumn.Numbers(long[] values) -> i -> values[rows[i]];
                case SortColumn.Texts(int[] ranks, _) -> i -> ranks[rows[i]];
                case SortColumn.Ancestry _ ->
                        throw new IllegalArgumentException("no order: " + kind);
            };
        }
    }

    private static long[] sorted(Keys keys, List<SortCriterion> criteria) {
        var order = new RadixOrder(keys.uids().length);
        for (var criterion : criteria.reversed()) {
            order.by(keys.by(criterion.key()), criterion.reverse());
        }
        return Arrays.stream(order.rows()).mapToLong(i -> keys.uids()[i]).toArray();
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

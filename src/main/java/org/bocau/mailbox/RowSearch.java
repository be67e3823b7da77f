package org.bocau.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;

/**
 * SEARCH over the messages in memory: rows that match. What memory does not know (texts, the Date
 * field, threads) is asked of the store, and only for the messages that everything else has left.
 * One search; not shared.
 */
final class RowSearch {
    private static final long DAY = Duration.ofDays(1).toSeconds();

    /** Answers the keys that memory cannot. */
    @FunctionalInterface
    interface Store {
        /** Those of the rows that match the key. */
        BitSet matching(SearchKey key, BitSet among);
    }

    private final Messages messages;
    private final Instant now;
    private final Store store;

    RowSearch(Messages messages, Instant now, Store store) {
        this.messages = messages;
        this.now = now;
        this.store = store;
    }

    BitSet rows(SearchKey key) {
        var all = new BitSet(messages.count());
        all.set(0, messages.count());
        return of(key, all);
    }

    /** Those of {@code among} that match; never changes its argument. */
    BitSet of(SearchKey key, BitSet among) {
        if (among.isEmpty()) {
            return among;
        }
        return switch (key) {
            case SearchKey.All _ -> among;
            case SearchKey.And and -> and(and.keys(), among);
            case SearchKey.Or or -> {
                var left = (BitSet) of(or.left(), among).clone();
                left.or(of(or.right(), without(among, left)));
                yield left;
            }
            case SearchKey.Not not -> without(among, of(not.key(), among));
            case SearchKey.InUids in -> in(in.uids(), among);
            case SearchKey.HasFlag flag ->
                    where(among, row -> flag.flag().in(messages.system(row)));
            case SearchKey.HasKeyword keyword -> hasKeyword(keyword.keyword(), among);
            case SearchKey.LargerThan larger ->
                    where(among, row -> messages.size(row) > larger.octets());
            case SearchKey.SmallerThan smaller ->
                    where(among, row -> messages.size(row) < smaller.octets());
            case SearchKey.ChangedSince since ->
                    where(among, row -> messages.modseq(row) >= since.modseq());
            case SearchKey.EmailId email ->
                    where(among, row -> messages.emailId(row) == email.id());
            case SearchKey.Received received -> {
                var day = day(received.when(), received.date());
                yield where(among, row -> day.test(messages.received(row)));
            }
            case SearchKey.Saved saved -> {
                var day = day(saved.when(), saved.date());
                yield where(among, row -> day.test(messages.saved(row)));
            }
            case SearchKey.Older older -> {
                long limit = now.minus(older.age()).getEpochSecond();
                yield where(among, row -> messages.received(row) <= limit);
            }
            case SearchKey.Younger younger -> {
                long limit = now.minus(younger.age()).getEpochSecond();
                yield where(among, row -> messages.received(row) >= limit);
            }
            default -> store.matching(key, among);
        };
    }

    /** What memory answers goes first, so that the store is asked about few. */
    private BitSet and(List<SearchKey> keys, BitSet among) {
        BitSet left = among;
        for (SearchKey key : keys) {
            if (key.inMemory()) {
                left = of(key, left);
            }
        }
        for (SearchKey key : keys) {
            if (!key.inMemory()) {
                left = of(key, left);
            }
        }
        return left;
    }

    private static BitSet where(BitSet among, IntPredicate matches) {
        var rows = new BitSet(among.length());
        for (int row = among.nextSetBit(0); row >= 0; row = among.nextSetBit(row + 1)) {
            if (matches.test(row)) {
                rows.set(row);
            }
        }
        return rows;
    }

    private static BitSet without(BitSet among, BitSet out) {
        var rows = (BitSet) among.clone();
        rows.andNot(out);
        return rows;
    }

    private BitSet in(UidSet uids, BitSet among) {
        var rows = new BitSet(among.length());
        long[] firsts = uids.firsts();
        long[] lasts = uids.lasts();
        for (int i = 0; i < firsts.length; i++) {
            rows.set(messages.rowFrom(firsts[i]), messages.rowFrom(lasts[i] + 1));
        }
        rows.and(among);
        return rows;
    }

    /** The lists are shared by many messages, so each is looked at once. */
    private BitSet hasKeyword(String keyword, BitSet among) {
        var seen = new IdentityHashMap<List<String>, Boolean>();
        return where(
                among,
                row -> {
                    List<String> used = messages.keywords(row);
                    return !used.isEmpty()
                            && seen.computeIfAbsent(
                                    used,
                                    list -> list.stream().anyMatch(keyword::equalsIgnoreCase));
                });
    }

    /** Days are those of UTC. RFC 3501 §6.4.4 disregards time and zone. */
    private static LongPredicate day(SearchKey.When when, LocalDate date) {
        long start = date.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        return switch (when) {
            case BEFORE -> seconds -> seconds < start;
            case SINCE -> seconds -> seconds >= start;
            case ON -> seconds -> seconds >= start && seconds < start + DAY;
        };
    }
}

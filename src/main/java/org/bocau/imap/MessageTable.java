package org.bocau.imap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bocau.mailbox.Changes.MessageState;
import org.bocau.mailbox.Flag;
import org.bocau.mailbox.Flags;
import org.bocau.mailbox.Snapshot;
import org.bocau.mailbox.UidSet;

/**
 * The messages a client has been told of, in compact arrays: row {@code i} is sequence number
 * {@code i + 1}, UIDs ascend. RFC 3501 §2.3.1. It changes only when the client is told so, and so
 * may lag behind the store. Owned by the session's thread.
 */
final class MessageTable {
    private long[] uids;
    private long[] modseqs;
    private int[] system;
    private final List<List<String>> keywords;
    private final BitSet recent = new BitSet();
    private int count;

    MessageTable(Snapshot snapshot) {
        uids = snapshot.uids().clone();
        modseqs = snapshot.modseqs().clone();
        system = snapshot.systemFlags().clone();
        keywords = new ArrayList<>(snapshot.keywords());
        count = uids.length;
        for (int i = count; i > 0 && uids[i - 1] >= snapshot.recentFrom(); i--) {
            recent.set(i - 1);
        }
    }

    int count() {
        return count;
    }

    long uid(int row) {
        return uids[row];
    }

    int system(int row) {
        return system[row];
    }

    List<String> keywords(int row) {
        return keywords.get(row);
    }

    boolean recent(int row) {
        return recent.get(row);
    }

    int recentCount() {
        return recent.cardinality();
    }

    UidSet recentUids() {
        return UidSet.of(recent.stream().mapToLong(row -> uids[row]).toArray());
    }

    /** The largest UID, 0 when there is no message. */
    long lastUid() {
        return count == 0 ? 0 : uids[count - 1];
    }

    /** The row, or -1 when the client does not know the UID. */
    int row(long uid) {
        int row = Arrays.binarySearch(uids, 0, count, uid);
        return row < 0 ? -1 : row;
    }

    /** The first row whose UID is not below. */
    int rowFrom(long uid) {
        int row = Arrays.binarySearch(uids, 0, count, uid);
        return row < 0 ? -row - 1 : row;
    }

    boolean knows(long uid) {
        return row(uid) >= 0;
    }

    /** Sequence number of the first message without \Seen, 0 when there is none. */
    int firstUnseen() {
        for (int row = 0; row < count; row++) {
            if (!Flag.SEEN.in(system[row])) {
                return row + 1;
            }
        }
        return 0;
    }

    /** How many of these the client knows. */
    int countIn(UidSet set) {
        int sum = 0;
        long[] firsts = set.firsts();
        long[] lasts = set.lasts();
        for (int i = 0; i < firsts.length; i++) {
            sum += rowFrom(lasts[i] + 1) - rowFrom(firsts[i]);
        }
        return sum;
    }

    /** Rows of these UIDs, ascending. */
    int[] rows(UidSet set) {
        int[] rows = new int[countIn(set)];
        int used = 0;
        long[] firsts = set.firsts();
        long[] lasts = set.lasts();
        for (int i = 0; i < firsts.length; i++) {
            int end = rowFrom(lasts[i] + 1);
            for (int row = rowFrom(firsts[i]); row < end; row++) {
                rows[used++] = row;
            }
        }
        return rows;
    }

    /**
     * The UIDs a client means, never beyond what it knows, so that {@code 1:*} leaves out what came
     * in meanwhile.
     *
     * @throws ImapRefusal BAD, a sequence number is larger than the number of messages
     */
    UidSet resolve(MessageSet messages) {
        return messages.numbering() == Numbering.UID
                ? resolveUids(messages.set())
                : resolveNumbers(messages.set());
    }

    private UidSet resolveUids(SequenceSet set) {
        long[] pairs = set.resolved(lastUid());
        long[] within = new long[pairs.length];
        int used = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            long first = Math.min(pairs[i], pairs[i + 1]);
            long last = Math.min(Math.max(pairs[i], pairs[i + 1]), lastUid());
            if (first <= last && last > 0) {
                within[used++] = first;
                within[used++] = last;
            }
        }
        return UidSet.ofRanges(Arrays.copyOf(within, used));
    }

    private UidSet resolveNumbers(SequenceSet set) {
        long[] pairs = set.resolved(count);
        for (int i = 0; i < pairs.length; i++) {
            if (pairs[i] < 1 || pairs[i] > count) {
                throw ImapRefusal.bad("no message has that sequence number");
            }
            pairs[i] = uids[(int) pairs[i] - 1];
        }
        return UidSet.ofRanges(pairs);
    }

    /** A message the client is about to be told of. Its UID is larger than all before. */
    void append(MessageState message, boolean isRecent) {
        if (count == uids.length) {
            int room = Math.max(16, count + count / 2);
            uids = Arrays.copyOf(uids, room);
            modseqs = Arrays.copyOf(modseqs, room);
            system = Arrays.copyOf(system, room);
        }
        uids[count] = message.uid();
        modseqs[count] = message.modseq();
        system[count] = message.flags().system();
        keywords.add(message.flags().keywords());
        recent.set(count, isRecent);
        count++;
    }

    /** Takes over a newer state. Returns whether the flags differ from what the client knows. */
    boolean update(int row, long modseq, Flags flags) {
        if (modseq < modseqs[row]) {
            return false;
        }
        modseqs[row] = modseq;
        boolean same = same(row, flags);
        system[row] = flags.system();
        keywords.set(row, flags.keywords());
        return !same;
    }

    boolean same(int row, Flags flags) {
        List<String> known = keywords.get(row);
        return system[row] == flags.system()
                && (known.equals(flags.keywords())
                        || caseless(known).equals(caseless(flags.keywords())));
    }

    static Set<String> caseless(List<String> keywords) {
        var set = new HashSet<String>();
        for (String keyword : keywords) {
            set.add(keyword.toLowerCase(Locale.ROOT));
        }
        return set;
    }

    /**
     * Forgets messages.
     *
     * @return their sequence numbers in the order to announce them, each counted after those before
     *     it are gone. RFC 3501 §7.4.1
     */
    int[] remove(UidSet gone) {
        int[] rows = rows(gone);
        if (rows.length == 0) {
            return rows;
        }
        int kept = rows[0];
        for (int row = rows[0], next = 0; row < count; row++) {
            if (next < rows.length && rows[next] == row) {
                next++;
                continue;
            }
            uids[kept] = uids[row];
            modseqs[kept] = modseqs[row];
            system[kept] = system[row];
            keywords.set(kept, keywords.get(row));
            recent.set(kept, recent.get(row));
            kept++;
        }
        keywords.subList(kept, count).clear();
        recent.clear(kept, count);
        count = kept;
        int[] numbers = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            numbers[i] = rows[i] - i + 1;
        }
        return numbers;
    }
}

package org.bocau.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bocau.mailbox.Changes.MessageState;

/**
 * The messages of a mailbox as of one mod-sequence: what SELECT, FETCH FLAGS and sequence numbers
 * need, in memory. Row {@code i} has sequence number {@code i + 1}; UIDs ascend (RFC 3501 §2.3.1).
 *
 * <p>Immutable, so that any number of sessions share one and each may lag behind at its own pace. A
 * newer version shares all segments that did not change: making it costs what changed, and so does
 * finding the {@link #difference}.
 */
public final class Messages {
    /** A mailbox that is empty and has not changed yet. */
    public static final Messages NONE = new Messages(new Segment[0], 0);

    private final Segment[] segments; // none is empty
    private final int[] starts; // row of each segment's first message, and the number of rows
    private final long modseq;

    private Messages(Segment[] segments, long modseq) {
        this.segments = segments;
        this.modseq = modseq;
        this.starts = new int[segments.length + 1];
        for (int i = 0; i < segments.length; i++) {
            starts[i + 1] = starts[i] + segments[i].rows;
        }
    }

    public int count() {
        return starts[segments.length];
    }

    /** All changes up to here are in. */
    public long modseq() {
        return modseq;
    }

    public long uid(int row) {
        int s = segment(row);
        return segments[s].uid(row - starts[s]);
    }

    public long modseq(int row) {
        int s = segment(row);
        return segments[s].modseq(row - starts[s]);
    }

    /** Bits of {@link Flag}. */
    public int system(int row) {
        int s = segment(row);
        return segments[s].system(row - starts[s]);
    }

    public List<String> keywords(int row) {
        int s = segment(row);
        return segments[s].keywords(row - starts[s]);
    }

    /** Octets. */
    public long size(int row) {
        int s = segment(row);
        return segments[s].size(row - starts[s]);
    }

    /** INTERNALDATE in seconds since 1970. */
    public long received(int row) {
        int s = segment(row);
        return segments[s].received(row - starts[s]);
    }

    /** When it came into this mailbox (RFC 8514), in seconds since 1970. */
    public long saved(int row) {
        int s = segment(row);
        return segments[s].saved(row - starts[s]);
    }

    /** EMAILID (RFC 8474): the key of the message's immutable content. */
    public long emailId(int row) {
        int s = segment(row);
        return segments[s].emailId(row - starts[s]);
    }

    /** All of it. */
    public MessageState state(int row) {
        int s = segment(row);
        return segments[s].state(row - starts[s]);
    }

    /** The largest UID, 0 when there is no message. */
    public long lastUid() {
        return segments.length == 0 ? 0 : segments[segments.length - 1].lastUid();
    }

    /** All UIDs, ascending. */
    public long[] uids() {
        long[] uids = new long[count()];
        for (int s = 0; s < segments.length; s++) {
            for (int row = 0; row < segments[s].rows; row++) {
                uids[starts[s] + row] = segments[s].uid(row);
            }
        }
        return uids;
    }

    /** The row of a UID, or -1. */
    public int row(long uid) {
        int row = rowFrom(uid);
        return row < count() && uid(row) == uid ? row : -1;
    }

    /** The first row whose UID is not below; {@link #count} when there is none. */
    public int rowFrom(long uid) {
        int low = 0;
        int high = segments.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segments[middle].lastUid() < uid) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == segments.length ? count() : starts[low] + segments[low].rowFrom(uid);
    }

    /** How many have a UID in the set. */
    public int countIn(UidSet set) {
        int sum = 0;
        long[] firsts = set.firsts();
        long[] lasts = set.lasts();
        for (int i = 0; i < firsts.length; i++) {
            sum += rowFrom(lasts[i] + 1) - rowFrom(firsts[i]);
        }
        return sum;
    }

    /** Their rows, ascending. */
    public int[] rows(UidSet set) {
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

    /** The first row without \Seen, or -1. Costs nothing that grows with the mailbox's messages. */
    public int firstUnseen() {
        for (int s = 0; s < segments.length; s++) {
            if (segments[s].unseen > 0) {
                int row = 0;
                while (Flag.SEEN.in(segments[s].system(row))) {
                    row++;
                }
                return starts[s] + row;
            }
        }
        return -1;
    }

    /** UIDs of the messages that have a flag. */
    public UidSet having(Flag flag) {
        var uids = LongStream.builder();
        for (Segment segment : segments) {
            for (int row = 0; row < segment.rows; row++) {
                if (flag.in(segment.system(row))) {
                    uids.add(segment.uid(row));
                }
            }
        }
        return UidSet.of(uids.build().toArray());
    }

    /** About how many octets of memory this version takes. */
    public long octets() {
        long sum = 100;
        for (Segment segment : segments) {
            sum += segment.octets() + 8;
        }
        return sum;
    }

    private int segment(int row) {
        int guess = row / Segment.ROWS; // right where nothing was expunged
        if (guess < segments.length && starts[guess] <= row && row < starts[guess + 1]) {
            return guess;
        }
        int found = Arrays.binarySearch(starts, row);
        return found >= 0 ? found : -found - 2;
    }

    // --- versions -------------------------------------------------------------------------------

    /**
     * A newer version.
     *
     * @param changed new or changed messages, by UID ascending; one that is older than what is here
     *     is passed over
     * @param gone UIDs to leave out
     */
    public Messages with(List<MessageState> changed, UidSet gone, long newModseq) {
        var builder = new Builder();
        int next = 0;
        boolean grows = !changed.isEmpty() && changed.getLast().uid() > lastUid();
        for (int s = 0; s < segments.length; s++) {
            Segment segment = segments[s];
            boolean touched = next < changed.size() && changed.get(next).uid() <= segment.lastUid();
            boolean last = s == segments.length - 1 && grows && segment.rows < Segment.ROWS;
            if (!touched && !last && !gone.meets(segment.firstUid(), segment.lastUid())) {
                builder.add(segment);
                continue;
            }
            for (int row = 0; row < segment.rows; row++) {
                long uid = segment.uid(row);
                while (next < changed.size() && changed.get(next).uid() < uid) {
                    builder.add(changed.get(next++));
                }
                boolean newer = next < changed.size() && changed.get(next).uid() == uid;
                if (gone.contains(uid)) {
                    next += newer ? 1 : 0;
                } else if (newer && changed.get(next).modseq() >= segment.modseq(row)) {
                    builder.add(changed.get(next++));
                } else {
                    next += newer ? 1 : 0;
                    builder.add(segment, row);
                }
            }
        }
        for (; next < changed.size(); next++) {
            if (!gone.contains(changed.get(next).uid())) {
                builder.add(changed.get(next));
            }
        }
        return builder.build(newModseq);
    }

    /**
     * This version with the changed and the new messages of a later one, while those that are gone
     * from it stay: what a client may be told in the middle of a FETCH. RFC 3501 §7.4.1.
     */
    public Messages keepingGone(Messages later, Difference difference) {
        var states = new ArrayList<MessageState>();
        for (int row : difference.changed()) {
            states.add(later.state(row));
        }
        for (int row = later.rowFrom(lastUid() + 1); row < later.count(); row++) {
            states.add(later.state(row));
        }
        return with(states, UidSet.NONE, later.modseq());
    }

    /**
     * What is different in a later version.
     *
     * @param changed rows of the later version whose mod-sequence is another; new messages are not
     *     among them: they are the rows whose UID is above the earlier {@link #lastUid}
     * @param gone UIDs
     */
    public record Difference(int[] changed, UidSet gone) {}

    /** Costs what is different, not what the mailbox holds. */
    public Difference difference(Messages later) {
        var changed = IntStream.builder();
        var gone = LongStream.builder();
        int mine = 0;
        int theirs = 0;
        while (mine < segments.length) {
            boolean more = theirs < later.segments.length;
            if (more && segments[mine] == later.segments[theirs]) {
                mine++;
                theirs++;
                continue;
            }
            // Up to where both have the same segment again, or to the end.
            int mineEnd = mine + 1;
            int theirsEnd = theirs;
            while (mineEnd < segments.length) {
                int same = later.indexOf(segments[mineEnd], theirs);
                if (same >= 0) {
                    theirsEnd = same;
                    break;
                }
                mineEnd++;
            }
            if (mineEnd == segments.length) {
                theirsEnd = later.segments.length;
            }
            compare(later, mine, mineEnd, theirs, theirsEnd, changed, gone);
            mine = mineEnd;
            theirs = theirsEnd;
        }
        return new Difference(changed.build().toArray(), UidSet.of(gone.build().toArray()));
    }

    /** Where this very segment is from {@code from} on, by its first UID; -1 for nowhere. */
    private int indexOf(Segment sought, int from) {
        int low = from;
        int high = segments.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segments[middle].firstUid() < sought.firstUid()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < segments.length && segments[low] == sought ? low : -1;
    }

    private void compare(
            Messages later,
            int from,
            int to,
            int laterFrom,
            int laterTo,
            IntConsumer changed,
            LongConsumer gone) {
        int row = starts[from];
        int end = starts[to];
        int laterRow = later.starts[laterFrom];
        int laterEnd = later.starts[laterTo];
        while (row < end) {
            long uid = uid(row);
            while (laterRow < laterEnd && later.uid(laterRow) < uid) {
                laterRow++;
            }
            if (laterRow == laterEnd || later.uid(laterRow) != uid) {
                gone.accept(uid);
            } else {
                if (later.modseq(laterRow) != modseq(row)) {
                    changed.accept(laterRow);
                }
                laterRow++;
            }
            row++;
        }
    }

    /** Makes a version, rows by UID ascending. */
    static final class Builder {
        private final List<Segment> segments = new ArrayList<>();
        private final Segment.Rows rows = new Segment.Rows();

        void add(MessageState message) {
            rows.add(message);
            flushIfFull();
        }

        void add(Segment segment, int row) {
            rows.add(segment, row);
            flushIfFull();
        }

        /** Shares it, unless it and what waits fit into one. */
        void add(Segment segment) {
            if (rows.count() > 0 && rows.count() + segment.rows <= Segment.ROWS) {
                for (int row = 0; row < segment.rows; row++) {
                    add(segment, row);
                }
                return;
            }
            flush();
            segments.add(segment);
        }

        Messages build(long modseq) {
            flush();
            return new Messages(segments.toArray(Segment[]::new), modseq);
        }

        private void flushIfFull() {
            if (rows.full()) {
                flush();
            }
        }

        private void flush() {
            if (rows.count() > 0) {
                segments.add(rows.take());
            }
        }
    }
}

package org.bocau.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bocau.mailbox.Changes.MessageState;
import org.jspecify.annotations.Nullable;

/**
 * Up to {@link #ROWS} messages of a mailbox in compact arrays, by UID ascending; never changed once
 * made, so versions of a mailbox share what they have in common.
 */
final class Segment {
    /** Small enough to be copied for one changed flag, large enough that 100,000 are 400. */
    static final int ROWS = 256;

    /** Octets of one message here, without its keywords. */
    private static final int ROW_OCTETS = 4 + 8 + 1 + 4 + 8 + 8 + 8;

    private static final int OVERHEAD_OCTETS = 200;

    final int rows;
    final int unseen;
    private final int[] uids; // unsigned
    private final long[] modseqs;
    private final byte[] flags;
    private final int[] sizes;
    private final long[] received;
    private final long[] saved;
    private final long[] emailIds;
    private final @Nullable List<List<String>> keywords; // null when no message has any

    private Segment(Rows from) {
        rows = from.count;
        uids = Arrays.copyOf(from.uids, rows);
        modseqs = Arrays.copyOf(from.modseqs, rows);
        flags = Arrays.copyOf(from.flags, rows);
        sizes = Arrays.copyOf(from.sizes, rows);
        received = Arrays.copyOf(from.received, rows);
        saved = Arrays.copyOf(from.saved, rows);
        emailIds = Arrays.copyOf(from.emailIds, rows);
        keywords =
                from.keywords.stream().allMatch(List::isEmpty) ? null : List.copyOf(from.keywords);
        int lacking = 0;
        for (byte bits : flags) {
            lacking += Flag.SEEN.in(bits) ? 0 : 1;
        }
        unseen = lacking;
    }

    long uid(int row) {
        return uids[row] & 0xffff_ffffL;
    }

    long firstUid() {
        return uid(0);
    }

    long lastUid() {
        return uid(rows - 1);
    }

    long modseq(int row) {
        return modseqs[row];
    }

    int system(int row) {
        return flags[row];
    }

    List<String> keywords(int row) {
        return keywords == null ? List.of() : keywords.get(row);
    }

    long size(int row) {
        return sizes[row] & 0xffff_ffffL;
    }

    long received(int row) {
        return received[row];
    }

    long saved(int row) {
        return saved[row];
    }

    long emailId(int row) {
        return emailIds[row];
    }

    MessageState state(int row) {
        var all =
                keywords == null
                        ? Flags.system(system(row))
                        : new Flags(system(row), keywords.get(row));
        return new MessageState(
                uid(row), modseq(row), all, size(row), received(row), saved(row), emailId(row));
    }

    /** The first row whose UID is not below; {@link #rows} when there is none. */
    int rowFrom(long uid) {
        int low = 0;
        int high = rows;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (uid(middle) < uid) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** About how many octets of memory it takes; lists of keywords are shared and not counted. */
    int octets() {
        return OVERHEAD_OCTETS + rows * (ROW_OCTETS + (keywords == null ? 0 : 4));
    }

    /** Collects the rows of a segment to be. */
    static final class Rows {
        private final int[] uids = new int[ROWS];
        private final long[] modseqs = new long[ROWS];
        private final byte[] flags = new byte[ROWS];
        private final int[] sizes = new int[ROWS];
        private final long[] received = new long[ROWS];
        private final long[] saved = new long[ROWS];
        private final long[] emailIds = new long[ROWS];
        private final List<List<String>> keywords = new ArrayList<>();
        private int count;

        int count() {
            return count;
        }

        boolean full() {
            return count == ROWS;
        }

        void add(MessageState message) {
            uids[count] = (int) message.uid();
            modseqs[count] = message.modseq();
            flags[count] = (byte) message.flags().system();
            sizes[count] = (int) message.size();
            received[count] = message.received();
            saved[count] = message.saved();
            emailIds[count] = message.emailId();
            keywords.add(message.flags().keywords());
            count++;
        }

        void add(Segment segment, int row) {
            uids[count] = segment.uids[row];
            modseqs[count] = segment.modseqs[row];
            flags[count] = segment.flags[row];
            sizes[count] = segment.sizes[row];
            received[count] = segment.received[row];
            saved[count] = segment.saved[row];
            emailIds[count] = segment.emailIds[row];
            keywords.add(segment.keywords(row));
            count++;
        }

        /** The segment; the collector is empty again. */
        Segment take() {
            var segment = new Segment(this);
            count = 0;
            keywords.clear();
            return segment;
        }
    }
}

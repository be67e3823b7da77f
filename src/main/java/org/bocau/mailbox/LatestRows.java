package org.bocau.mailbox;

import java.util.Arrays;

/**
 * Finds the messages of a mailbox that arrived last, without putting all others in order: one look
 * at each, from the highest UID down, where most of them are. One search; not shared.
 */
final class LatestRows {
    private static final int ROW_BITS = 24; // a date of four digits' year takes 39 of the other 40
    private static final int MOST_ROWS = 1 << ROW_BITS;

    private final Messages messages;
    private final int wanted;
    private final long[] kept; // arrival, and the row in the lower bits
    private int count;
    private long least = Long.MIN_VALUE; // what is not above it is not among them

    /**
     * @param wanted at most so many; at least 1
     */
    LatestRows(Messages messages, int wanted) {
        if (!fits(messages)) throw new IllegalArgumentException("too many messages");
        this.messages = messages;
        this.wanted = Math.min(wanted, messages.count());
        this.kept = new long[2 * this.wanted];
    }

    /** False for a mailbox that is too large for it. */
    static boolean fits(Messages messages) {
        return messages.count() < MOST_ROWS;
    }

    /** UIDs by arrival, then by UID; what arrived last is at the end. */
    long[] uids() {
        for (int row = messages.count() - 1; row >= 0; row--) {
            long place = messages.received(row) << ROW_BITS | row;
            if (place > least) {
                keep(place);
            }
        }
        Arrays.sort(kept, 0, count);
        return Arrays.stream(kept, count - Math.min(wanted, count), count)
                .map(place -> messages.uid((int) (place & MOST_ROWS - 1)))
                .toArray();
    }

    private void keep(long place) {
        kept[count++] = place;
        if (count == kept.length) {
            Arrays.sort(kept);
            System.arraycopy(kept, wanted, kept, 0, wanted);
            count = wanted;
            least = kept[0];
        }
    }
}

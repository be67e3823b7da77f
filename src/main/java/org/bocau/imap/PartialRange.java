package org.bocau.imap;

import java.util.Arrays;

/**
 * A piece of a result: {@code 1:100} from its start, {@code -1:-100} from its end; the ends may
 * come in any order. RFC 9394 §4.
 *
 * @param first as written, negative when it counts from the end; never 0
 * @param last as written, of the same sign
 */
record PartialRange(long first, long last) {
    /** {@code partial-range}, the space before it read. */
    static PartialRange parse(ImapReader in) {
        boolean fromEnd = in.takeIf("-");
        long first = in.nzNumber();
        in.expect(':');
        if (fromEnd) {
            in.expect('-');
        }
        long last = in.nzNumber();
        return fromEnd ? new PartialRange(-first, -last) : new PartialRange(first, last);
    }

    /** How much of the result's end it lies within; 0 when it counts from the start. */
    int fromEnd() {
        return first < 0 ? (int) Math.min(-Math.min(first, last), Integer.MAX_VALUE) : 0;
    }

    /** What of the result lies within; its order stays. */
    long[] of(long[] result) {
        return Arrays.copyOfRange(result, from(result.length), to(result.length));
    }

    int[] of(int[] result) {
        return Arrays.copyOfRange(result, from(result.length), to(result.length));
    }

    private int from(int length) {
        long start = first < 0 ? length + Math.min(first, last) : Math.min(first, last) - 1;
        return Math.clamp(start, 0, length);
    }

    private int to(int length) {
        long end = first < 0 ? length + Math.max(first, last) + 1 : Math.max(first, last);
        return Math.clamp(end, 0, length);
    }

    /** As it was written. */
    @Override
    public String toString() {
        return first + ":" + last;
    }
}

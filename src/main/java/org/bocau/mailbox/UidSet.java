package org.bocau.mailbox;

import java.util.Arrays;
import java.util.stream.LongStream;

/** A set of UIDs as ascending disjoint ranges; immutable. */
public final class UidSet {
    public static final UidSet NONE = new UidSet(new long[0]);

    /** first, last, first, last…; both inclusive, never touching. */
    private final long[] bounds;

    private UidSet(long[] bounds) {
        this.bounds = bounds;
    }

    /** From any ranges (first, last pairs, in any order, overlapping or reversed). */
    public static UidSet ofRanges(long... pairs) {
        int n = pairs.length / 2;
        if (pairs.length % 2 != 0) {
            throw new IllegalArgumentException("pairs expected");
        }
        long[][] ranges = new long[n][];
        for (int i = 0; i < n; i++) {
            ranges[i] =
                    new long[] {
                        Math.min(pairs[2 * i], pairs[2 * i + 1]),
                        Math.max(pairs[2 * i], pairs[2 * i + 1])
                    };
        }
        Arrays.sort(ranges, (a, b) -> Long.compare(a[0], b[0]));
        long[] merged = new long[2 * n];
        int used = 0;
        for (long[] range : ranges) {
            if (used > 0 && range[0] <= merged[used - 1] + 1) {
                merged[used - 1] = Math.max(merged[used - 1], range[1]);
            } else {
                merged[used++] = range[0];
                merged[used++] = range[1];
            }
        }
        return new UidSet(Arrays.copyOf(merged, used));
    }

    /** From single UIDs in any order; repeated ones count once. */
    public static UidSet of(long... uids) {
        long[] pairs = new long[2 * uids.length];
        for (int i = 0; i < uids.length; i++) {
            pairs[2 * i] = uids[i];
            pairs[2 * i + 1] = uids[i];
        }
        return ofRanges(pairs);
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    /** How many UIDs. */
    public long size() {
        long sum = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            sum += bounds[i + 1] - bounds[i] + 1;
        }
        return sum;
    }

    public boolean contains(long uid) {
        int low = 0;
        int high = bounds.length / 2 - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (uid < bounds[2 * middle]) {
                high = middle - 1;
            } else if (uid > bounds[2 * middle + 1]) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** True when any UID of {@code first} to {@code last} is in it. */
    public boolean meets(long first, long last) {
        int low = 0;
        int high = bounds.length / 2;
        while (low < high) { // the first range that does not end before
            int middle = (low + high) >>> 1;
            if (bounds[2 * middle + 1] < first) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < bounds.length / 2 && bounds[2 * low] <= last;
    }

    /** This and the other. */
    public UidSet union(UidSet other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        long[] all = Arrays.copyOf(bounds, bounds.length + other.bounds.length);
        System.arraycopy(other.bounds, 0, all, bounds.length, other.bounds.length);
        return ofRanges(all);
    }

    /** Lower bounds of the ranges, ascending. */
    public long[] firsts() {
        return half(0);
    }

    /** Upper bounds of the ranges, inclusive, ascending. */
    public long[] lasts() {
        return half(1);
    }

    private long[] half(int offset) {
        long[] out = new long[bounds.length / 2];
        for (int i = 0; i < out.length; i++) {
            out[i] = bounds[2 * i + offset];
        }
        return out;
    }

    /** Ascending. Bounded by {@link #size}: do not call it on sets a client chose the size of. */
    public LongStream stream() {
        return LongStream.range(0, bounds.length / 2)
                .flatMap(i ->
                        LongStream.rangeClosed(bounds[(int) (2 * i)], bounds[(int) (2 * i + 1)]));
    }

    /** As IMAP writes it: {@code 1:3,7}; empty for the empty set. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int i = 0; i < bounds.length; i += 2) {
            if (i > 0) {
                text.append(',');
            }
            text.append(bounds[i]);
            if (bounds[i + 1] != bounds[i]) {
                text.append(':').append(bounds[i + 1]);
            }
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UidSet set && Arrays.equals(bounds, set.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }
}

package org.bocau.mailbox;

import java.util.Arrays;

/**
 * Orders rows by numbers, stably and in linear time: of each key only the bits that differ are
 * looked at, eleven at a time from the lowest. Sorting by several criteria is one call each, the
 * last criterion first.
 */
final class RadixOrder {
    private static final int BITS = 11;
    private static final int MASK = (1 << BITS) - 1;

    private int[] order;
    private long[] keys;
    private int[] nextOrder;
    private long[] nextKeys;

    /** Begins with the rows in their own order, which decides ties. */
    RadixOrder(int rows) {
        order = new int[rows];
        Arrays.setAll(order, row -> row);
        keys = new long[rows];
        nextOrder = new int[rows];
        nextKeys = new long[rows];
    }

    /** The key of a row. */
    @FunctionalInterface
    interface Key {
        long of(int row);
    }

    RadixOrder by(Key key, boolean descending) {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int i = 0; i < order.length; i++) {
            keys[i] = key.of(order[i]);
            least = Math.min(least, keys[i]);
            most = Math.max(most, keys[i]);
        }
        for (int i = 0; i < order.length; i++) {
            keys[i] = descending ? most - keys[i] : keys[i] - least;
        }
        // The distance as an unsigned number: of any two longs it fits into 64 bits.
        int width = order.length == 0 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(most - least);
        for (int shift = 0; shift < width; shift += BITS) {
            pass(shift);
        }
        return this;
    }

    private void pass(int shift) {
        var places = new int[MASK + 2];
        for (long key : keys) {
            places[(int) (key >>> shift & MASK) + 1]++;
        }
        for (int digit = 0; digit < MASK; digit++) {
            places[digit + 1] += places[digit];
        }
        for (int i = 0; i < keys.length; i++) {
            int place = places[(int) (keys[i] >>> shift & MASK)]++;
            nextKeys[place] = keys[i];
            nextOrder[place] = order[i];
        }
        var spareKeys = keys;
        keys = nextKeys;
        nextKeys = spareKeys;
        var spareOrder = order;
        order = nextOrder;
        nextOrder = spareOrder;
    }

    /** The rows, sorted. */
    int[] rows() {
        return order;
    }
}

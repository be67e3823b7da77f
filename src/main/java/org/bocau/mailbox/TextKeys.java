package org.bocau.mailbox;

import java.util.Arrays;
import java.util.List;

/**
 * Distinct texts in order, end to end in one array: a hundred thousand subjects are a few megabytes
 * and two objects. Immutable.
 */
final class TextKeys {
    static final TextKeys NONE = new TextKeys(new byte[0], new int[1]);

    private final byte[] octets;
    private final int[] starts;

    private TextKeys(byte[] octets, int[] starts) {
        this.octets = octets;
        this.starts = starts;
    }

    int size() {
        return starts.length - 1;
    }

    long bytes() {
        return octets.length + 4L * starts.length;
    }

    boolean isEmpty(int rank) {
        return starts[rank + 1] == starts[rank];
    }

    /**
     * These and others in one order.
     *
     * @param ranks where each of these, and then each of the others, stands in the result
     */
    record Merged(TextKeys keys, int[] ranks) {}

    /**
     * @param added distinct, ascending by {@link Arrays#compareUnsigned(byte[], byte[])}
     */
    Merged with(List<byte[]> added) {
        int length = added.stream().mapToInt(key -> key.length).sum();
        var merged = new byte[Math.addExact(octets.length, length)];
        var bounds = new int[size() + added.size() + 1];
        var ranks = new int[size() + added.size()];
        int rank = 0;
        int one = 0;
        int other = 0;
        while (one < size() || other < added.size()) {
            int order = order(one, other, added);
            int end;
            if (order <= 0) {
                int n = starts[one + 1] - starts[one];
                System.arraycopy(octets, starts[one], merged, bounds[rank], n);
                end = bounds[rank] + n;
                ranks[one++] = rank;
            } else {
                byte[] key = added.get(other);
                System.arraycopy(key, 0, merged, bounds[rank], key.length);
                end = bounds[rank] + key.length;
            }
            if (order >= 0) {
                ranks[size() + other++] = rank;
            }
            bounds[++rank] = end;
        }
        return new Merged(
                new TextKeys(Arrays.copyOf(merged, bounds[rank]), Arrays.copyOf(bounds, rank + 1)),
                ranks);
    }

    private int order(int one, int other, List<byte[]> added) {
        if (one == size()) {
            return 1;
        }
        if (other == added.size()) {
            return -1;
        }
        byte[] key = added.get(other);
        return Arrays.compareUnsigned(octets, starts[one], starts[one + 1], key, 0, key.length);
    }
}

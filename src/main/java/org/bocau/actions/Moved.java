package org.bocau.actions;

import java.util.stream.LongStream;

/**
 * What was where, and is where now.
 *
 * @param from UIDs
 * @param to in the same order; empty when the server does not say (no UIDPLUS)
 */
record Moved(long[] from, long[] to) {
    boolean told() {
        return from.length == to.length;
    }

    /** Both; told only if both are. */
    Moved and(Moved other) {
        return new Moved(
                LongStream.concat(LongStream.of(from), LongStream.of(other.from)).toArray(),
                LongStream.concat(LongStream.of(to), LongStream.of(other.to)).toArray());
    }
}

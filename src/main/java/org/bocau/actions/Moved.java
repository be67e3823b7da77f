package org.bocau.actions;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    /** Where those of them are that were there by these UIDs. */
    long[] now(long[] uids) {
        var sought = LongStream.of(uids).boxed().collect(Collectors.toSet());
        return IntStream.range(0, from.length)
                .filter(i -> sought.contains(from[i]))
                .mapToLong(i -> to[i])
                .toArray();
    }

    /** Both; told only if both are. */
    Moved and(Moved other) {
        return new Moved(
                LongStream.concat(LongStream.of(from), LongStream.of(other.from)).toArray(),
                LongStream.concat(LongStream.of(to), LongStream.of(other.to)).toArray());
    }
}

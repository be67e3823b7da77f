package org.bocau.imap;

import java.util.Arrays;

/**
 * A sequence-set as the client wrote it: ranges of numbers, {@code *} not yet resolved. RFC 3501
 * §9. What the numbers mean depends on the {@link Numbering} and on the mailbox.
 *
 * @param pairs first, last, first, last…; {@link #STAR} for {@code *}; none for {@code $}
 */
record SequenceSet(long[] pairs) {
    static final long STAR = Long.MAX_VALUE;

    /** {@code $}: the result of the last SEARCH with SAVE. RFC 5182 §2.1. */
    static final SequenceSet SAVED = new SequenceSet(new long[0]);

    boolean saved() {
        return pairs.length == 0;
    }

    /** With {@code *} as {@code largest}. A range with both ends beyond stays beyond. */
    long[] resolved(long largest) {
        return Arrays.stream(pairs).map(n -> n == STAR ? largest : n).toArray();
    }
}

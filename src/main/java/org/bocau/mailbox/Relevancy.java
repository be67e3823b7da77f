package org.bocau.mailbox;

import java.util.Arrays;

/**
 * How relevant messages are to what was looked for loosely, 1 to 100. RFC 6203 §4.
 *
 * @param uids ascending
 * @param scores in their order
 */
public record Relevancy(long[] uids, int[] scores) {
    /** Nobody asked. */
    public static final Relevancy NONE = new Relevancy(new long[0], new int[0]);

    /** The score of a message; 1, the lowest, for one that is not known. */
    public int of(long uid) {
        int at = Arrays.binarySearch(uids, uid);
        return at < 0 ? 1 : scores[at];
    }
}

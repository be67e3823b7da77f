package org.bocau.imap;

import org.jspecify.annotations.Nullable;

/**
 * The <code>{n}</code> or <code>{n+}</code> that ends a line and announces a literal. RFC 3501
 * §4.3, RFC 7888.
 *
 * @param start where it begins in its line
 * @param size octets; {@code Long.MAX_VALUE} for anything beyond 18 digits
 * @param synchronizing the client waits to be asked
 */
record LiteralMark(int start, long size, boolean synchronizing) {
    /** The mark at the end of a line, or null when it does not end in one. */
    static @Nullable LiteralMark atEndOf(byte[] line) {
        int at = line.length - 1;
        if (at < 0 || line[at] != '}') {
            return null;
        }
        at--;
        boolean synchronizing = at < 0 || line[at] != '+';
        if (!synchronizing) {
            at--;
        }
        int lastDigit = at;
        while (at >= 0 && line[at] >= '0' && line[at] <= '9') {
            at--;
        }
        int digits = lastDigit - at;
        if (digits == 0 || at < 0 || line[at] != '{') {
            return null;
        }
        long size = 0;
        for (int i = at + 1; i <= lastDigit && digits <= 18; i++) {
            size = 10 * size + (line[i] - '0');
        }
        return new LiteralMark(at, digits <= 18 ? size : Long.MAX_VALUE, synchronizing);
    }
}

package org.bocau.imap;

import org.jspecify.annotations.Nullable;

/**
 * The <code>{n}</code>, <code>{n+}</code> or, with NUL allowed in it, <code>~{n}</code> that ends a
 * line and announces a literal. RFC 3501 §4.3, RFC 7888; literal8 is RFC 3516 §7.
 *
 * @param start where it begins in its line, the tilde included
 * @param size octets; {@code Long.MAX_VALUE} for anything beyond 18 digits
 * @param synchronizing the client waits to be asked
 * @param binary a literal8
 */
record LiteralMark(int start, long size, boolean synchronizing, boolean binary) {
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
        boolean binary = at > 0 && line[at - 1] == '~';
        return new LiteralMark(
                binary ? at - 1 : at, digits <= 18 ? size : Long.MAX_VALUE, synchronizing, binary);
    }
}

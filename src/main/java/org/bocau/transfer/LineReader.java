package org.bocau.transfer;

import java.io.IOException;
import java.io.InputStream;

/**
 * The lines of a stream, one after the other, in a buffer that is used again. A line longer than
 * the buffer comes in pieces, none of which parts CR from LF.
 */
final class LineReader {
    private static final int SIZE = 64 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[SIZE];
    private int from;
    private int to;
    private int end;
    private boolean begins;
    private boolean ended = true;
    private boolean over;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** Goes on to the next line or piece; false at the end of the stream. */
    boolean next() throws IOException {
        begins = ended;
        from = to;
        int looked = 0;
        int after = lineEnd(looked);
        while (after < 0) {
            looked = end - from;
            if (!fill()) break;
            after = lineEnd(looked);
        }
        ended = after >= 0;
        if (ended) to = after;
        else to = !over && end > from && buffer[end - 1] == '\r' ? end - 1 : end;
        return to > from;
    }

    /** Behind the next LF; -1 when there is none in the buffer. */
    private int lineEnd(int looked) {
        for (int i = from + looked; i < end; i++) {
            if (buffer[i] == '\n') return i + 1;
        }
        return -1;
    }

    /** False when there is no room, or nothing comes any more. */
    private boolean fill() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, end - from);
            end -= from;
            from = 0;
        }
        if (end == SIZE) return false;
        int n = in.read(buffer, end, SIZE - end);
        over = n < 0;
        if (!over) end += n;
        return !over;
    }

    /** Whose octets {@link #from} to {@link #to} are the line's; until the next call. */
    byte[] octets() {
        return buffer;
    }

    int from() {
        return from;
    }

    /** Behind the last octet, which is its LF where it has one. */
    int to() {
        return to;
    }

    /** True for a whole line and the first piece of a long one. */
    boolean begins() {
        return begins;
    }

    /** A whole line with nothing in it. */
    boolean blank() {
        int length = to - from;
        return begins
                && ((length == 1 && buffer[from] == '\n')
                        || (length == 2 && buffer[from] == '\r' && buffer[from + 1] == '\n'));
    }

    boolean startsWith(byte[] octets) {
        if (to - from < octets.length) return false;
        for (int i = 0; i < octets.length; i++) {
            if (buffer[from + i] != octets[i]) return false;
        }
        return true;
    }
}

package org.bocau.net;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Octets received and not yet taken. Small while a connection idles, larger while much arrives, and
 * never larger than the longest line that was asked for. Owned by the session's thread.
 */
final class ReadBuffer {
    private static final int SMALL = 512;
    private static final int LARGE = 8192;

    /** Whoever sends more than this without a line end does not speak the protocol. */
    private static final long LONGEST_SKIPPED = 16 << 20;

    /** Where octets come from; blocks until some are there, the deadline passes, or EOF. */
    @FunctionalInterface
    interface Source {
        /**
         * @return how many octets were read, at least 1; -1 at EOF
         */
        int read(byte[] into, int offset, int length, long deadline) throws IOException;
    }

    private final Source source;
    private byte[] octets = new byte[SMALL];
    private int from;
    private int to;
    private boolean lastFillWasFull;

    ReadBuffer(Source source) {
        this.source = source;
    }

    int buffered() {
        return to - from;
    }

    boolean holdsLine() {
        return indexOfLineFeed(from) >= 0;
    }

    /** True when another {@link #fill} would not have to make the buffer larger than it idles. */
    boolean hasRoom() {
        return buffered() < SMALL;
    }

    /**
     * Takes a line, without its end.
     *
     * @return null at EOF; what came of a last line without an end is dropped
     * @throws LineTooLongException skipped up to its end, in bounded memory
     */
    Connection.@Nullable Line readLine(int maxOctets, long deadline) throws IOException {
        int looked = 0;
        while (true) {
            int end = indexOfLineFeed(from + looked);
            if (end >= 0) {
                return take(end, maxOctets);
            }
            looked = buffered();
            if (looked > maxOctets + 1) { // one more than the line may have: its CR
                byte[] head = Arrays.copyOfRange(octets, from, from + LineTooLongException.KEPT);
                throw new LineTooLongException(maxOctets, head, skipLine(deadline));
            }
            if (!fill(deadline)) {
                from = to;
                return null;
            }
        }
    }

    private Connection.Line take(int lineFeed, int maxOctets) throws LineTooLongException {
        boolean bare = lineFeed == from || octets[lineFeed - 1] != '\r';
        int length = lineFeed - from - (bare ? 0 : 1);
        int start = from;
        from = lineFeed + 1;
        if (length > maxOctets) {
            int kept = Math.min(length, LineTooLongException.KEPT);
            byte[] head = Arrays.copyOfRange(octets, start, start + kept);
            byte[] tail = Arrays.copyOfRange(octets, start + length - kept, start + length);
            throw new LineTooLongException(maxOctets, head, tail);
        }
        return new Connection.Line(Arrays.copyOfRange(octets, start, start + length), bare);
    }

    /**
     * Skips what is left of a line and returns its last octets.
     *
     * @throws IOException it does not end
     */
    private byte[] skipLine(long deadline) throws IOException {
        byte[] last = {};
        long skipped = 0;
        while (!holdsLine()) {
            skipped += buffered();
            if (skipped > LONGEST_SKIPPED) {
                throw new IOException("line does not end");
            }
            last = lastOf(last, to);
            from = to;
            if (!fill(deadline)) {
                return last;
            }
        }
        int end = indexOfLineFeed(from);
        last = lastOf(last, end);
        from = end + 1;
        int length = last.length;
        return length > 0 && last[length - 1] == '\r' ? Arrays.copyOf(last, length - 1) : last;
    }

    /** The last octets of those seen before and those up to {@code end}. */
    private byte[] lastOf(byte[] before, int end) {
        byte[] all = Arrays.copyOf(before, before.length + end - from);
        System.arraycopy(octets, from, all, before.length, end - from);
        return Arrays.copyOfRange(
                all, Math.max(0, all.length - LineTooLongException.KEPT), all.length);
    }

    private int indexOfLineFeed(int start) {
        for (int i = start; i < to; i++) {
            if (octets[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Octets for {@link Connection#in}; large reads pass the buffer by. */
    int read(byte[] into, int offset, int length, long deadline) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (buffered() == 0) {
            if (length >= SMALL) {
                return source.read(into, offset, length, deadline);
            }
            if (!fill(deadline)) {
                return -1;
            }
        }
        int n = Math.min(length, buffered());
        System.arraycopy(octets, from, into, offset, n);
        from += n;
        return n;
    }

    /** Puts octets back before all others. */
    void unread(byte[] back, int offset, int length) {
        int held = buffered();
        if (from < length) {
            byte[] room = length + held <= octets.length ? octets : new byte[length + held];
            System.arraycopy(octets, from, room, length, held);
            octets = room;
            from = length;
            to = length + held;
        }
        from -= length;
        System.arraycopy(back, offset, octets, from, length);
    }

    /** Reads once more from the source; false at EOF. */
    boolean fill(long deadline) throws IOException {
        makeRoom();
        int n = source.read(octets, to, octets.length - to, deadline);
        if (n < 0) {
            return false;
        }
        lastFillWasFull = n == octets.length - to;
        to += n;
        return true;
    }

    private void makeRoom() {
        if (from == to) {
            from = 0;
            to = 0;
            int size = lastFillWasFull ? Math.min(octets.length * 2, LARGE) : SMALL;
            if (size != octets.length) {
                octets = new byte[size];
            }
        } else if (to == octets.length) {
            byte[] room = from > 0 ? octets : new byte[octets.length * 2];
            System.arraycopy(octets, from, room, 0, to - from);
            to -= from;
            from = 0;
            octets = room;
        }
    }
}

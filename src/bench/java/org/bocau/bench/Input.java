package org.bocau.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A buffer of one's own: the client is not to be what is measured. */
final class Input {
    private static final int BUFFER = 1 << 16;
    private static final long FIVE_OCTETS = 0xff_ffff_ffffL;
    private static final long LINE_END = 0x0d0aL;
    private static final long END = 0x0d0a_2e_0d0aL;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private final StringBuilder line = new StringBuilder();
    private int from;
    private int to;

    Input(InputStream in) {
        this.in = in;
    }

    /** True when there is more that was read with the last line. */
    boolean more() {
        return from < to;
    }

    /** A line without its end. */
    String line() throws IOException {
        line.setLength(0);
        for (int octet = read(); octet != '\n'; octet = read()) {
            line.append((char) octet);
        }
        int length = line.length();
        return line.substring(
                0, length > 0 && line.charAt(length - 1) == '\r' ? length - 1 : length);
    }

    /**
     * Reads up to the line with a dot, told by its last five octets.
     *
     * @return how many octets came before it
     */
    long skipMessage() throws IOException {
        long octets = 0;
        long lastFive = LINE_END; // the line before has just ended
        while (lastFive != END) {
            if (from == to) {
                fill();
            }
            int start = from;
            while (from < to && lastFive != END) {
                lastFive = ((lastFive << Byte.SIZE) | (buffer[from++] & 0xff)) & FIVE_OCTETS;
            }
            octets += from - start;
        }
        return octets - 3;
    }

    private int read() throws IOException {
        if (from == to) {
            fill();
        }
        return buffer[from++] & 0xff;
    }

    private void fill() throws IOException {
        from = 0;
        to = in.read(buffer);
        if (to < 0) {
            throw new EOFException("closed after: " + line);
        }
    }
}

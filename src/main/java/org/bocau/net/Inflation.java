package org.bocau.net;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The compressed way in: raw deflate (RFC 1951). Gives what it has as soon as it has it, however
 * the peer flushes (quirk 28), and never more than is asked for: what little octets swell to meets
 * the same limits as octets that came as they are. Owned by the thread that reads.
 */
final class Inflation {
    private static final int BUFFER = 2048;
    private static final byte[] NOTHING = new byte[0];

    private final Inflater inflater = new Inflater(true);
    private byte[] compressed = NOTHING;
    private int filled;

    /** One octet that {@link #available} had to take to know that it is there; -1 for none. */
    private int ahead = -1;

    /**
     * Reads from {@code source} at most once, and only if nothing is left of what came before.
     *
     * @return 0 when what was read held nothing yet: ask again; -1 at the end of the stream
     */
    int read(InputStream source, byte[] into, int offset, int length) throws IOException {
        if (ahead >= 0) {
            into[offset] = (byte) ahead;
            ahead = -1;
            return 1 + Math.max(0, inflate(into, offset + 1, length - 1));
        }
        int n = inflate(into, offset, length);
        if (n == 0 && !inflater.finished()) {
            if (!fill(source)) {
                return -1;
            }
            n = inflate(into, offset, length);
        }
        return n == 0 && inflater.finished() ? -1 : n;
    }

    /** True when {@link #read} would give something without waiting for the peer. */
    boolean available(InputStream source) throws IOException {
        byte[] one = new byte[1];
        while (ahead < 0 && !inflater.finished()) {
            if (inflate(one, 0, 1) == 1) {
                ahead = one[0] & 0xff;
            } else if (source.available() == 0 || !fill(source)) {
                return false;
            }
        }
        return ahead >= 0;
    }

    private boolean fill(InputStream source) throws IOException {
        if (compressed.length == 0) {
            compressed = new byte[BUFFER];
        }
        filled = source.read(compressed);
        if (filled > 0) {
            inflater.setInput(compressed, 0, filled);
        }
        return filled >= 0;
    }

    private int inflate(byte[] into, int offset, int length) throws IOException {
        try {
            int n = inflater.inflate(into, offset, length);
            if (inflater.needsDictionary()) {
                throw new IOException("compressed octets need a dictionary");
            }
            if (n == 0 && inflater.needsInput()) {
                inflater.setInput(NOTHING);
                filled = 0;
                compressed = NOTHING; // while the peer is silent no buffer is held
            }
            return n;
        } catch (DataFormatException e) {
            throw new IOException("compressed octets are malformed", e);
        }
    }

    /**
     * Ends where the peer ended too, after what was read.
     *
     * @return what the peer has sent after its last compressed octet
     * @throws IOException there is more to read in the compressed stream
     */
    byte[] finish() throws IOException {
        if (ahead >= 0 || inflate(new byte[1], 0, 1) > 0) {
            throw new IOException("octets are left in the compressed stream");
        }
        byte[] plain = Arrays.copyOfRange(compressed, filled - inflater.getRemaining(), filled);
        end();
        return plain;
    }

    /** Gives the memory back. */
    void end() {
        inflater.end();
    }
}

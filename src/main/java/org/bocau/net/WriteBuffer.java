package org.bocau.net;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Collects what is written until {@link #flush}, so that a batch of replies is one segment. Holds
 * no memory between flushes. Owned by the session's thread.
 */
public final class WriteBuffer extends OutputStream {
    private static final int SMALL = 512;

    /** A TLS record (RFC 8446 §5.1); a slow peer must take this much within the write patience. */
    private static final int LARGE = 16 << 10;

    private static final int LONGEST_NUMBER = 20; // digits of a long, with its sign
    private static final byte[] NOTHING = new byte[0];

    /** Where octets go; blocks until the peer has taken them. */
    @FunctionalInterface
    public interface Sink {
        void write(byte[] octets, int offset, int length) throws IOException;

        /** All that was written must be on its way now. */
        default void flush() throws IOException {}
    }

    private final Sink sink;
    private byte[] octets = NOTHING;
    private int used;

    public WriteBuffer(Sink sink) {
        this.sink = sink;
    }

    @Override
    public void write(int octet) throws IOException {
        reserve(1);
        octets[used++] = (byte) octet;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        if (length <= LARGE - used) {
            reserve(length);
            System.arraycopy(from, offset, octets, used, length);
            used += length;
            return;
        }
        send();
        for (int done = 0; done < length; done += LARGE) {
            sink.write(from, offset + done, Math.min(LARGE, length - done));
        }
    }

    /** Writes text of ASCII or ISO 8859-1: one octet a character. */
    public void ascii(String text) throws IOException {
        int length = text.length();
        for (int done = 0; done < length; ) {
            int n = Math.min(length - done, LARGE);
            reserve(n);
            byte[] into = octets;
            int at = used;
            for (int i = 0; i < n; i++) {
                into[at + i] = (byte) text.charAt(done + i);
            }
            used += n;
            done += n;
        }
    }

    /** Writes a number in decimal digits. */
    public void number(long n) throws IOException {
        if (n < 0) {
            ascii(Long.toString(n));
            return;
        }
        reserve(LONGEST_NUMBER);
        int digits = 1;
        for (long left = n; left >= 10; left /= 10) {
            digits++;
        }
        long left = n;
        for (int i = used + digits - 1; i >= used; i--) {
            octets[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        used += digits;
    }

    private void reserve(int length) throws IOException {
        if (used + length > LARGE) {
            send();
        }
        if (used + length > octets.length) {
            int size = Math.max(SMALL, octets.length);
            while (size < used + length) {
                size *= 2;
            }
            byte[] larger = new byte[size];
            System.arraycopy(octets, 0, larger, 0, used);
            octets = larger;
        }
    }

    private void send() throws IOException {
        if (used > 0) {
            int length = used;
            used = 0;
            sink.write(octets, 0, length);
        }
    }

    @Override
    public void flush() throws IOException {
        send();
        octets = NOTHING;
        sink.flush();
    }

    /** Does not close the connection: the listener does, when the session has ended. */
    @Override
    public void close() throws IOException {
        flush();
    }
}

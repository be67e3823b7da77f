package org.bocau.net;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Collects what is written until {@link #flush}, so that a batch of replies is one segment. Holds
 * no memory between flushes. Owned by the session's thread.
 */
final class WriteBuffer extends OutputStream {
    private static final int SMALL = 512;

    /** A TLS record (RFC 8446 §5.1); a slow peer must take this much within the write patience. */
    private static final int LARGE = 16 << 10;

    private static final byte[] NOTHING = new byte[0];

    /** Where octets go; blocks until the peer has taken them. */
    @FunctionalInterface
    interface Sink {
        void write(byte[] octets, int offset, int length) throws IOException;
    }

    private final Sink sink;
    private byte[] octets = NOTHING;
    private int used;

    WriteBuffer(Sink sink) {
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
    }

    /** Does not close the connection: the listener does, when the session has ended. */
    @Override
    public void close() throws IOException {
        flush();
    }
}

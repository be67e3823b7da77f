package org.bocau.net;

import java.io.IOException;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * The compressed way out: raw deflate (RFC 1951), ended at each flush on an octet boundary so that
 * the peer can read all that was said. RFC 4978 §4. Owned by the session's thread.
 *
 * <p>The compressor's quarter of a megabyte is taken with the first octet and can be given back
 * after a flush: a fresh one goes on with the same stream, and only forgets what it could have
 * referred to.
 */
final class Deflation implements WriteBuffer.Sink {
    private static final int BUFFER = 8192;
    private static final byte[] NOTHING = new byte[0];

    private final WriteBuffer.Sink sink;
    private @Nullable Deflater deflater;
    private byte[] compressed = NOTHING;
    private int used;
    private boolean unflushed;

    Deflation(WriteBuffer.Sink sink) {
        this.sink = sink;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        var compressor = deflater;
        if (compressor == null) {
            // Nobody gains from more: level 1 does most of it at a fraction of the time.
            compressor = new Deflater(Deflater.BEST_SPEED, true);
            deflater = compressor;
        }
        unflushed = true;
        compressor.setInput(octets, offset, length);
        while (!compressor.needsInput()) {
            take(compressor, Deflater.NO_FLUSH);
        }
    }

    /** Sends everything, in one write where it is short. Nothing said since: nothing is sent. */
    @Override
    public void flush() throws IOException {
        var compressor = deflater;
        if (!unflushed || compressor == null) {
            return;
        }
        unflushed = false;
        boolean more;
        do {
            more = take(compressor, Deflater.SYNC_FLUSH);
        } while (more);
        send();
        compressed = NOTHING;
    }

    /** True when the compressor may have more to say. */
    private boolean take(Deflater compressor, int flush) throws IOException {
        if (used == compressed.length) {
            send();
            if (compressed.length == 0) {
                compressed = new byte[BUFFER];
            }
        }
        used += compressor.deflate(compressed, used, compressed.length - used, flush);
        return used == compressed.length;
    }

    private void send() throws IOException {
        if (used > 0) {
            int length = used;
            used = 0;
            sink.write(compressed, 0, length);
        }
    }

    /** Gives the compressor's memory back; what was flushed stays good. Only after a flush. */
    void rest() {
        var compressor = deflater;
        if (compressor != null && !unflushed) {
            compressor.end();
            deflater = null;
        }
    }

    /** Nothing more is written. */
    void end() {
        unflushed = false;
        rest();
    }
}

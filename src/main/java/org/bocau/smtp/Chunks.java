package org.bocau.smtp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.bocau.message.Spool;
import org.jspecify.annotations.Nullable;

/**
 * A message that comes in chunks of announced sizes: no dots, no end but the announced one. RFC
 * 3030 §2. Its octets wait in a spool for the last chunk, since between two chunks the client may
 * say anything, RSET too. Owned by the session.
 */
final class Chunks implements AutoCloseable {
    private static final int BUFFER = 8192;

    private final Spool spool;
    private final DataStream.Pace pace;
    private final long maxOctets;
    private final TextCheck check;
    private long received;
    private @Nullable SmtpRefusal refusal;

    /**
     * @param spool closed by {@link #close}
     * @param pace for all chunks together
     * @param binary the sender declared BODY=BINARYMIME
     */
    Chunks(Spool spool, DataStream.Pace pace, long maxOctets, boolean binary) {
        this.spool = spool;
        this.pace = pace;
        this.maxOctets = maxOctets;
        this.check = new TextCheck(binary);
    }

    /**
     * Takes one chunk off the connection, whole, whatever is wrong with it.
     *
     * @throws SmtpRefusal afterwards: what is wrong with the message so far. The transaction has
     *     failed, and further chunks are refused too
     * @throws EOFException the connection ended within it
     */
    void take(InputStream in, long octets, boolean last) throws IOException {
        read(in, octets, received, pace, this::keep);
        if (last) {
            check.end();
            judge();
        }
        requireSound();
    }

    /** Takes a chunk that belongs to nothing off the connection. */
    static void skip(InputStream in, long octets, DataStream.Pace pace) throws IOException {
        read(in, octets, 0, pace, (_, _) -> {});
    }

    /** Refuses whatever comes: commands were mixed that cannot be. RFC 3030 §2 wants RSET then. */
    void fail() {
        refusal = SmtpRefusal.badSequence("The transaction has failed, send RSET");
    }

    boolean failed() {
        return refusal != null;
    }

    /** Octets so far. */
    long received() {
        return received;
    }

    /** The message, all chunks of it. No more can be taken. */
    MessageData whole() throws IOException {
        spool.out().close();
        return new Whole(spool.open());
    }

    @Override
    public void close() {
        spool.close();
    }

    private interface Sink {
        void take(byte[] octets, int length);
    }

    private static void read(
            InputStream in, long octets, long before, DataStream.Pace pace, Sink sink)
            throws IOException {
        pace.await(before); // also for a chunk of nothing
        byte[] buffer = new byte[(int) Math.min(BUFFER, octets)];
        for (long left = octets; left > 0; ) {
            pace.await(before + octets - left);
            int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                throw new EOFException("the connection ended within a chunk");
            }
            left -= n;
            sink.take(buffer, n);
        }
    }

    private void keep(byte[] octets, int length) {
        received += length;
        if (refusal != null) {
            return;
        }
        check.take(octets, length);
        judge();
        if (refusal == null) {
            try {
                spool.out().write(octets, 0, length);
            } catch (IOException full) { // the spool's trouble, not the connection's
                refusal = SmtpRefusal.storageFull();
            }
        }
    }

    private void judge() {
        var defect = received > maxOctets ? MessageData.Defect.TOO_LARGE : check.defect();
        if (refusal == null && defect != null) {
            refusal = defect.refusal();
        }
    }

    private void requireSound() {
        if (refusal != null) {
            var first = refusal;
            fail();
            throw first;
        }
    }

    /** All chunks as one stream; what was wrong with them was told with the chunk it was in. */
    final class Whole extends MessageData {
        private final InputStream octets;

        private Whole(InputStream octets) {
            this.octets = octets;
        }

        @Override
        public int read() throws IOException {
            return octets.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return octets.read(into, offset, length);
        }

        @Override
        @Nullable Defect defect() {
            return null;
        }

        @Override
        boolean eightBit() {
            return check.eightBit();
        }

        @Override
        boolean binary() {
            return check.binary();
        }

        @Override
        void drain() {
            // all of it is off the connection already
        }

        @Override
        boolean endless() {
            return false;
        }
    }
}

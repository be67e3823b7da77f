package org.bocau.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.bocau.transfer.ImportNote.Kind;

/**
 * Counts what comes out of an upload, whatever it says of itself, and ends what is made to unpack
 * to more than anybody has. Owned by the thread of the import.
 */
final class Expansion {
    private static final long FREE = 64L * 1024 * 1024;

    private final long most;
    private final ImportCount count;
    private long expanded;

    Expansion(TransferProperties limits, long uploaded, ImportCount count) {
        long ratio = Math.max(FREE, uploaded * limits.maxRatio());
        this.most = Math.min(ratio, limits.maxExpanded().toBytes());
        this.count = count;
    }

    /**
     * The same stream, counted.
     *
     * @param name of the file or entry
     */
    InputStream of(InputStream in, String name) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                int octet = super.read();
                if (octet >= 0) add(1, name);
                return octet;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int n = super.read(buffer, offset, length);
                if (n > 0) add(n, name);
                return n;
            }
        };
    }

    private void add(int octets, String name) {
        expanded += octets;
        count.reach(expanded);
        if (expanded > most)
            throw new ImportEnded(MailImport.State.FAILED, new ImportNote(Kind.BOMB, name, 0));
    }
}

package org.bocau.relay;

import java.io.IOException;
import java.io.OutputStream;

/** Exactly as many octets as were promised: the host reads what comes after them as commands. */
final class Counted {
    private final OutputStream out;
    private long left;

    Counted(OutputStream out, long octets) {
        this.out = out;
        this.left = octets;
    }

    void write(byte[] octets, int offset, int length) throws IOException {
        if (length > left) {
            throw new DotStuffing.UnsendableException("more octets than it was said to have");
        }
        out.write(octets, offset, length);
        left -= length;
    }

    void finish() throws IOException {
        if (left > 0) {
            throw new DotStuffing.UnsendableException("fewer octets than it was said to have");
        }
        out.flush();
    }
}

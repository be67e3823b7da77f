package org.bocau.relay;

import java.io.IOException;
import java.io.InputStream;

/** The octets of our own message: that they cannot be read is not the host's fault. */
final class OwnOctets implements AutoCloseable {
    private final InputStream octets;

    OwnOctets(Octets octets) throws UnreadableException {
        try {
            this.octets = octets.open();
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }

    int read(byte[] into) throws UnreadableException {
        try {
            return octets.read(into);
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }

    @Override
    public void close() throws UnreadableException {
        try {
            octets.close();
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }

    /** Ours to mend. */
    static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnreadableException(IOException cause) {
            super(cause);
        }
    }
}

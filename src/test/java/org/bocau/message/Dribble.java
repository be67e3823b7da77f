package org.bocau.message;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Random;

/** A stream that gives 1 to 7 octets at a time, as a network might. */
final class Dribble extends InputStream {
    private final ByteArrayInputStream in;
    private final Random random;

    Dribble(byte[] octets, Random random) {
        this.in = new ByteArrayInputStream(octets);
        this.random = random;
    }

    @Override
    public int read() {
        return in.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        return in.read(buffer, offset, Math.min(length, 1 + random.nextInt(7)));
    }
}

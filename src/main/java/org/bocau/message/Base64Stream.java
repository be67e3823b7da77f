package org.bocau.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * Decodes base64 (RFC 2045 §6.8) as leniently as readers of mail must: characters outside the
 * alphabet are skipped, missing padding is no error, text after padding is decoded on.
 */
final class Base64Stream extends InputStream {
    private static final byte SKIP = -1;
    private static final byte PAD = -2;
    private static final byte[] VALUES = values();

    private final InputStream in;
    private final byte[] raw = new byte[8192];
    private int rawAt;
    private int rawEnd;
    private int bits; // the low 24 are of the quantum under way
    private int digits; // how many sextets of it are there

    Base64Stream(InputStream in) {
        this.in = in;
    }

    static byte[] decode(byte[] text) {
        try (var in = new Base64Stream(new ByteArrayInputStream(text))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        int n = 0;
        while (n < length) {
            if (rawAt == rawEnd && !fill(n > 0)) {
                break;
            }
            int value = VALUES[raw[rawAt++] & 0xff];
            if (value == PAD) {
                digits = 0;
            } else if (value != SKIP) {
                bits = bits << 6 | value;
                // After the first sextet, each one completes an octet.
                switch (digits++) {
                    case 0 -> {}
                    case 1 -> buffer[offset + n++] = (byte) (bits >> 4);
                    case 2 -> buffer[offset + n++] = (byte) (bits >> 2);
                    default -> {
                        buffer[offset + n++] = (byte) bits;
                        digits = 0;
                    }
                }
            }
        }
        return n > 0 || length == 0 ? n : -1;
    }

    /**
     * False at the end, or when something was decoded already and more would have to be awaited.
     */
    private boolean fill(boolean some) throws IOException {
        if (some && in.available() == 0) {
            return false;
        }
        rawAt = 0;
        rawEnd = Math.max(0, in.read(raw));
        return rawEnd > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static byte[] values() {
        var values = new byte[256];
        Arrays.fill(values, SKIP);
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        values['='] = PAD;
        return values;
    }
}

package org.bocau.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Decodes quoted-printable (RFC 2045 §6.7) leniently: an equals sign that starts neither an octet
 * nor a soft line break stays as it is. White space at the end of a line is dropped (rule 3).
 */
final class QuotedPrintableStream extends InputStream {
    /** A run of white space longer than this is given out although a line end might follow. */
    private static final int LONGEST_BLANK = 1024;

    private final InputStream in;
    private final byte[] raw = new byte[8192];
    private int rawAt;
    private int rawEnd;
    private final byte[] ready = new byte[LONGEST_BLANK + 4]; // decoded, to be given out first
    private int readyAt;
    private int readyEnd;

    QuotedPrintableStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        while (readyAt == readyEnd) {
            int c = next();
            if (c < 0) {
                return -1;
            }
            if (c == '=') {
                escape();
            } else if (c == ' ' || c == '\t') {
                blanks(c);
            } else {
                return c;
            }
        }
        return ready[readyAt++] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        for (int n = 0; n < length; n++) {
            int c = read();
            if (c < 0) {
                return n > 0 ? n : -1;
            }
            buffer[offset + n] = (byte) c;
        }
        return length;
    }

    /** What follows an equals sign: two digits, a soft line break, or garbage. */
    private void escape() throws IOException {
        readyAt = 0;
        readyEnd = 0;
        int first = next();
        if (first == '\r' || first == '\n') {
            endSoftBreak(first);
            return;
        }
        int high = Ascii.hex(first);
        if (high >= 0) {
            int second = next();
            int low = Ascii.hex(second);
            if (low >= 0) {
                ready[readyEnd++] = (byte) (high << 4 | low);
                return;
            }
            ready[readyEnd++] = '=';
            ready[readyEnd++] = (byte) first;
            back(second);
        } else if (first == ' ' || first == '\t') {
            blanks(first); // RFC 2045 §6.7: padding a gateway added after the soft break
            if (readyEnd == 0) {
                endSoftBreak(next());
            } else {
                System.arraycopy(ready, 0, ready, 1, readyEnd++);
                ready[0] = '=';
            }
        } else if (first >= 0) { // at the very end: a soft break without its line end
            ready[readyEnd++] = '=';
            back(first);
        }
    }

    private void endSoftBreak(int first) throws IOException {
        if (first == '\r') {
            int second = next();
            if (second != '\n') {
                back(second);
            }
        }
    }

    /** Keeps a run of white space until it is known whether the line goes on. */
    private void blanks(int first) throws IOException {
        readyAt = 0;
        readyEnd = 0;
        int c = first;
        while ((c == ' ' || c == '\t') && readyEnd < LONGEST_BLANK) {
            ready[readyEnd++] = (byte) c;
            c = next();
        }
        if (c == '\r' || c == '\n' || c < 0) {
            readyEnd = 0;
        }
        back(c);
    }

    private int next() throws IOException {
        if (rawAt == rawEnd) {
            rawAt = 1; // room to put one octet back
            rawEnd = 1 + Math.max(0, in.read(raw, 1, raw.length - 1));
            if (rawEnd == 1) {
                return -1;
            }
        }
        return raw[rawAt++] & 0xff;
    }

    private void back(int c) {
        if (c >= 0) {
            raw[--rawAt] = (byte) c;
        }
    }

    @Override
    public int available() throws IOException {
        return rawEnd - rawAt > 0 ? 1 : in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

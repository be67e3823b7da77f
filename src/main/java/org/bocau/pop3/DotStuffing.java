package org.bocau.pop3;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes a message as the body of a multi-line response (RFC 1939 §3): every line ends in CRLF,
 * also where the store has a bare LF, because a client that takes a bare LF for a line end would
 * see the end of the response in {@code LF . LF}; a line that begins with a dot gets one more.
 * Without the added dots this is exactly {@code StoredMessage.crlfSize} octets.
 */
final class DotStuffing {
    private static final int CHUNK = 8192;

    /** RFC 5322 §2.3 has no NUL; Outlook's download ends at one, so it gets what Cyrus sends. */
    private static final byte NUL = (byte) 0x80;

    private final OutputStream out;
    private long lines; // of the body, still to be written
    private boolean inBody;
    private boolean afterCr;
    private boolean inText; // the current line has more than its end
    private boolean atLineStart = true;
    private boolean done;

    private DotStuffing(OutputStream out, long lines) {
        this.out = out;
        this.lines = lines;
    }

    /** The whole message. */
    static void message(InputStream message, OutputStream out) throws IOException {
        new DotStuffing(out, Long.MAX_VALUE).copy(message);
    }

    /** The whole message as it goes over the wire, but for the line that ends it. */
    static byte[] message(byte[] message) {
        var octets = new ByteArrayOutputStream(message.length + message.length / 32);
        try {
            message(new ByteArrayInputStream(message), octets);
        } catch (IOException never) {
            throw new UncheckedIOException(never); // it is in memory
        }
        return octets.toByteArray();
    }

    /** Header, blank line and the first {@code lines} lines of the body. RFC 1939 §7, TOP. */
    static void top(InputStream message, long lines, OutputStream out) throws IOException {
        var stuffing = new DotStuffing(out, lines);
        stuffing.copy(message);
        if (!stuffing.inBody) { // there is always a blank line: Outlook Express waits for it
            out.write('\r');
            out.write('\n');
        }
    }

    private void copy(InputStream message) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int n = message.read(chunk); n >= 0; n = message.read(chunk)) {
            write(chunk, n);
            if (done) {
                break;
            }
        }
        end();
    }

    /**
     * Copies runs of octets, and adds what belongs between them. Looks for line ends in a string of
     * the same octets: there the JVM compares many at once.
     */
    private void write(byte[] octets, int length) throws IOException {
        var text = new String(octets, 0, length, StandardCharsets.ISO_8859_1);
        for (int nul = text.indexOf(0); nul >= 0; nul = text.indexOf(0, nul + 1)) {
            octets[nul] = NUL;
        }
        int run = 0; // where what is not written yet begins
        for (int from = 0; from < length; ) {
            if (atLineStart && octets[from] == '.') {
                out.write(octets, run, from - run);
                out.write('.');
                run = from;
            }
            int feed = text.indexOf('\n', from);
            continueLine(octets, from, feed < 0 ? length : feed);
            if (feed < 0) {
                break;
            }
            if (!afterCr) {
                out.write(octets, run, feed - run);
                out.write('\r');
                run = feed;
            }
            from = feed + 1;
            endLine();
            if (done) {
                out.write(octets, run, from - run);
                return;
            }
        }
        out.write(octets, run, length - run);
    }

    private void continueLine(byte[] octets, int from, int to) {
        if (from == to) {
            return;
        }
        atLineStart = false;
        afterCr = octets[to - 1] == '\r';
        for (int i = from; i < to && !inText; i++) {
            inText = octets[i] != '\r';
        }
    }

    private void endLine() {
        if (inBody) {
            lines--;
        } else {
            inBody = !inText;
        }
        done = inBody && lines <= 0;
        atLineStart = true;
        afterCr = false;
        inText = false;
    }

    private void end() throws IOException {
        if (!atLineStart) { // the last line has no end in the store
            out.write('\r');
            out.write('\n');
        }
    }
}

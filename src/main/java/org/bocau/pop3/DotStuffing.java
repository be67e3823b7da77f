package org.bocau.pop3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Writes a message as the body of a multi-line response (RFC 1939 §3): every line ends in CRLF,
 * also where the store has a bare LF, because a client that takes a bare LF for a line end would
 * see the end of the response in {@code LF . LF}; a line that begins with a dot gets one more.
 * Without the added dots this is exactly {@code StoredMessage.crlfSize} octets.
 */
final class DotStuffing {
    private static final int CHUNK = 8192;

    private final OutputStream out;
    private long lines; // of the body, still to be written
    private boolean inBody;
    private boolean afterCr;
    private long lineOctets; // of the current line, without its end
    private boolean atLineStart = true;
    private boolean done;

    private DotStuffing(OutputStream out, long lines) {
        this.out = out;
        this.lines = lines;
    }

    /** The whole message. */
    static void message(InputStream message, OutputStream out) throws IOException {
        top(message, Long.MAX_VALUE, out);
    }

    /** Header, blank line and the first {@code lines} lines of the body. RFC 1939 §7, TOP. */
    static void top(InputStream message, long lines, OutputStream out) throws IOException {
        var stuffing = new DotStuffing(out, lines);
        byte[] chunk = new byte[CHUNK];
        for (int n = message.read(chunk); n >= 0 && !stuffing.done; n = message.read(chunk)) {
            stuffing.write(chunk, n);
        }
        stuffing.end();
    }

    private void write(byte[] octets, int length) throws IOException {
        for (int i = 0; i < length && !done; i++) {
            byte octet = octets[i];
            if (octet == '\n') {
                endLine();
            } else {
                if (atLineStart && octet == '.') {
                    out.write('.');
                }
                out.write(octet);
                atLineStart = false;
                afterCr = octet == '\r';
                lineOctets += afterCr ? 0 : 1;
            }
        }
    }

    private void endLine() throws IOException {
        if (!afterCr) {
            out.write('\r');
        }
        out.write('\n');
        if (inBody) {
            lines--;
        } else {
            inBody = lineOctets == 0;
        }
        done = inBody && lines <= 0;
        atLineStart = true;
        afterCr = false;
        lineOctets = 0;
    }

    private void end() throws IOException {
        if (!atLineStart) { // the last line has no end in the store
            out.write('\r');
            out.write('\n');
        }
    }
}

package org.bocau.relay;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.bocau.message.OctetScan;

/**
 * Doubles the dot at the start of a line and changes nothing else. RFC 5321 §4.5.2. An octet that
 * would let a careless host see a line end where there is none (bare CR or LF) or that SMTP cannot
 * carry (NUL) stops the message: it is not repaired, since that would break signatures.
 */
final class DotStuffing extends OutputStream {
    private final OutputStream out;
    private int last = '\n';

    DotStuffing(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, octets.length);
        int end = offset + length;
        int from = offset; // where what is not written yet begins
        for (int at = offset; at < end; at++) {
            if (last == '\n' && octets[at] == '.') {
                out.write(octets, from, at - from);
                out.write('.');
                from = at;
            }
            if (last != '\r') { // on to the next octet that may be wrong
                int control = OctetScan.control(octets, at, end);
                if (control > at) {
                    last = octets[control - 1];
                    at = control;
                }
            }
            if (at < end) {
                require(octets[at]);
                last = octets[at];
            }
        }
        out.write(octets, from, end - from);
    }

    private void require(byte octet) throws UnsendableException {
        if ((octet == '\n') != (last == '\r')) {
            throw new UnsendableException("a line end that is not CRLF");
        }
        if (octet == 0) {
            throw new UnsendableException("NUL");
        }
    }

    /** Ends the last line if it has no end, and the message. */
    void finish() throws IOException {
        if (last == '\r') {
            throw new UnsendableException("a line end that is not CRLF");
        }
        var end = last == '\n' ? ".\r\n" : "\r\n.\r\n";
        out.write(end.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** The message can be sent to nobody as it is. */
    static final class UnsendableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnsendableException(String what) {
            super("the message contains " + what);
        }
    }
}

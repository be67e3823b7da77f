package org.bocau.queue;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.bocau.message.QuotedPrintable;
import org.bocau.message.Ret;

/**
 * The last part of a report: the message, or its header section. What SMTP could not carry again as
 * it is (NUL, a line end that is none, lines without end) does not come back whole. RFC 6522 §3,
 * RFC 6533 §5.
 */
final class ReturnedMessage {
    /** Of a header section no more than this comes back. */
    static final int HEADER_OCTETS = 64 << 10;

    private static final int LONGEST_LINE = 998; // RFC 5322 §2.1.1

    private final DeliveryReport.Original original;
    private final byte[] header;
    private final boolean whole;
    private final boolean eightBit;
    private final boolean utf8;

    private ReturnedMessage(
            DeliveryReport.Original original,
            byte[] header,
            boolean whole,
            boolean eightBit,
            boolean utf8) {
        this.original = original;
        this.header = header;
        this.whole = whole;
        this.eightBit = eightBit;
        this.utf8 = utf8;
    }

    /**
     * Looks at the message, and decides what of it comes back.
     *
     * @param most octets of a message that comes back whole
     */
    static ReturnedMessage of(DeliveryReport report, DeliveryReport.Original original, long most)
            throws IOException {
        // RFC 3461 §4.3: only a failure returns the whole message; RFC 8689 §5: not if it was
        // secret.
        boolean wanted =
                report.ret() != Ret.HDRS
                        && !report.requireTls()
                        && report.action() == DeliveryReport.Action.FAILED
                        && report.octets() <= most;
        byte[] header;
        var look = new Look();
        try (var in = original.open()) {
            byte[] start = in.readNBytes(HEADER_OCTETS);
            header = Arrays.copyOf(start, headerEnd(start));
            look.at(start, start.length);
            if (wanted) {
                look.at(in);
            }
        }
        boolean utf8 =
                report.smtpUtf8()
                        && new String(header, StandardCharsets.UTF_8)
                                .chars()
                                .anyMatch(c -> c > 0x7f);
        return new ReturnedMessage(
                original, header, wanted && look.sendable, look.eightBit && wanted, utf8);
    }

    /** The header section, cut to its bound at the end of a line. */
    byte[] header() {
        return header;
    }

    boolean whole() {
        return whole;
    }

    /** The report needs 8BITMIME because of it. */
    boolean eightBit() {
        return whole && eightBit && !utf8;
    }

    /**
     * Writes the part: its header fields, an empty line, its content. The boundary follows on a new
     * line.
     */
    void writeTo(OutputStream out) throws IOException {
        if (whole && utf8) { // any encoding is allowed here, so no host is asked for SMTPUTF8
            ascii(out, "Content-Type: message/global\r\nContent-Transfer-Encoding: base64\r\n\r\n");
            try (var in = original.open();
                    var encoded = Base64.getMimeEncoder().wrap(new Unclosed(out))) {
                in.transferTo(encoded);
            }
        } else if (whole) {
            ascii(
                    out,
                    "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: "
                            + (eightBit ? "8bit" : "7bit")
                            + "\r\n\r\n");
            try (var in = original.open()) {
                in.transferTo(out);
            }
        } else {
            var type = utf8 ? "message/global-headers" : "text/rfc822-headers";
            ascii(
                    out,
                    "Content-Type: "
                            + type
                            + "\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
            out.write(QuotedPrintable.encode(header));
        }
    }

    /** After the last line end before the empty line, or before the bound. */
    private static int headerEnd(byte[] start) {
        int line = 0; // where the current one begins
        for (int i = 0; i + 1 < start.length; i++) {
            if (start[i] == '\r' && start[i + 1] == '\n') {
                if (i == line) {
                    return line;
                }
                line = i + 2;
            }
        }
        return start.length < HEADER_OCTETS ? start.length : line;
    }

    private static void ascii(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** What is in the octets of a message, looked at in pieces. */
    private static final class Look {
        private boolean eightBit;
        private boolean sendable = true;
        private int last = '\n';
        private int column;

        void at(InputStream in) throws IOException {
            var buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                at(buffer, n);
            }
        }

        void at(byte[] octets, int length) {
            for (int i = 0; i < length; i++) {
                byte octet = octets[i];
                eightBit |= octet < 0;
                column = octet == '\n' ? 0 : column + 1;
                sendable &=
                        octet != 0
                                && (octet == '\n') == (last == '\r')
                                && column <= LONGEST_LINE + 1; // and its CR
                last = octet;
            }
        }
    }

    /** Base64 ends when it is closed; what it is written to goes on. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            out.write(octets, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}

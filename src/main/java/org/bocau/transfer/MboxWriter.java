package org.bocau.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.bocau.mailclient.MessageSummary;

/**
 * Messages one after the other, each behind a line {@code From sender date}. Lines that begin like
 * one, marked or not, get a mark (mboxrd), so that reading takes exactly the marks away. RFC 4155.
 */
final class MboxWriter {
    /** Who it is from stands in the message; here is whose line this is. */
    static final String SENDER = "bocau@export.invalid";

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss yyyy", Locale.ENGLISH);
    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;

    MboxWriter(OutputStream out) {
        this.out = out;
    }

    void write(MessageSummary message, InputStream octets) throws IOException {
        var at = DATE.format(message.receivedAt().atOffset(ZoneOffset.UTC));
        var head = "From " + SENDER + " " + at + "\n" + MailFlags.fields(message.flags());
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        boolean ended = new Lines(out).copy(octets);
        out.write(ended ? new byte[] {'\n'} : new byte[] {'\n', '\n'});
    }

    /** Copies octet by octet: CRLF becomes LF, and the beginning of each line is looked at. */
    private static final class Lines {
        private static final int BUFFER = 16 * 1024;

        private final OutputStream out;
        private final byte[] written = new byte[BUFFER];
        private int count;
        private int matched; // of "From " at the beginning of this line; -1 once it is another
        private int marks; // '>' at the beginning of this line, held back
        private boolean carriage; // a CR is held back
        private boolean empty = true; // nothing of this line has come

        Lines(OutputStream out) {
            this.out = out;
        }

        /** True when the last line was ended. */
        boolean copy(InputStream in) throws IOException {
            var buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) octet(buffer[i]);
            }
            if (carriage) plain('\r');
            writeHeld();
            out.write(written, 0, count);
            return empty;
        }

        private void octet(byte c) throws IOException {
            if (carriage) {
                carriage = false;
                if (c != '\n') plain('\r');
            }
            if (c == '\r') carriage = true;
            else plain(c);
        }

        private void plain(int c) throws IOException {
            if (c == '\n') {
                writeHeld();
                put('\n');
                matched = 0;
                empty = true;
                return;
            }
            empty = false;
            if (matched < 0) {
                put(c);
            } else if (matched == 0 && c == '>') {
                marks++;
            } else if (c == FROM[matched]) {
                if (++matched == FROM.length) {
                    put('>');
                    writeHeld();
                }
            } else {
                writeHeld();
                put(c);
            }
        }

        /** Writes what was held back, and looks no further at this line. */
        private void writeHeld() throws IOException {
            for (; marks > 0; marks--) put('>');
            for (int i = 0; i < matched; i++) put(FROM[i]);
            matched = -1;
        }

        private void put(int c) throws IOException {
            if (count == written.length) {
                out.write(written, 0, count);
                count = 0;
            }
            written[count++] = (byte) c;
        }
    }
}

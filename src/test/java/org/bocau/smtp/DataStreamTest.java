package org.bocau.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import org.bocau.net.DeadlineException;
import org.bocau.smtp.MessageData.Defect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where data ends, what it is then, and that the stream behind it stays in step. */
class DataStreamTest {
    private static final String AFTER = "NOOP\r\n";

    @ParameterizedTest
    @CsvSource({
        "'.\r\n', ''",
        "'a\r\n.\r\n', 'a\r\n'",
        "'\r\n.\r\n', '\r\n'",
        "'..\r\n.\r\n', '.\r\n'",
        "'...\r\n.\r\n', '..\r\n'",
        "'.a\r\n.\r\n', 'a\r\n'",
        "'a.\r\n.\r\n', 'a.\r\n'",
        "'. \r\n.\r\n', ' \r\n'",
        "'a\r\n..\r\nb\r\n.\r\n', 'a\r\n.\r\nb\r\n'",
    })
    void dotsAreUnstuffed(String wire, String message) throws IOException {
        var in = pushback(wire + AFTER);
        var data = stream(in, 1000);

        assertThat(text(data.readAllBytes())).isEqualTo(message);
        assertThat(data.defect()).isNull();
        assertThat(text(in.readAllBytes())).isEqualTo(AFTER);
    }

    /** The published variants of SMTP smuggling: none of them ends the data. */
    @ParameterizedTest
    @CsvSource({
        "'\n.\n', BARE_LINE_FEED",
        "'\n.\r\n', BARE_LINE_FEED",
        "'\r\n.\n', BARE_LINE_FEED",
        "'\r.\r', BARE_CARRIAGE_RETURN",
        "'\r.\r\n', BARE_CARRIAGE_RETURN",
        "'\r\n.\r', BARE_CARRIAGE_RETURN",
        "'\r.\n', BARE_CARRIAGE_RETURN",
        "'\n.\r', BARE_LINE_FEED",
        "'\r\r\n.\r\r\n', BARE_CARRIAGE_RETURN",
        "'\r\n\0.\r\n', NUL",
        "'\r\n.\0\r\n', NUL",
        "'\r\n.\r\0\n', BARE_CARRIAGE_RETURN",
        "'\r\n.\n\r\n', BARE_LINE_FEED",
    })
    void nothingElseEndsIt(String variant, Defect defect) throws IOException {
        var wire = "first" + variant + "MAIL FROM:<a@x>\r\nRCPT TO:<b@y>\r\nDATA\r\n\r\n.\r\n";
        var in = pushback(wire + AFTER);
        var data = stream(in, 1000);

        assertThat(data.readAllBytes()).isEmpty();
        assertThat(data.defect()).isEqualTo(defect);
        assertThat(text(in.readAllBytes())).isEqualTo(AFTER);
    }

    /** CRLF SP "." CRLF is just a line: the message arrives as it is. */
    @Test
    void aDotAfterASpaceIsText() throws IOException {
        var data = stream(pushback("a\r\n .\r\n.\r\n"), 1000);

        assertThat(text(data.readAllBytes())).isEqualTo("a\r\n .\r\n");
        assertThat(data.defect()).isNull();
    }

    @Test
    void keepsEightBitOctetsAndSaysSo() throws IOException {
        var data = stream(pushback("th\u00c6\u00b0\r\n.\r\n"), 1000);

        assertThat(text(data.readAllBytes())).isEqualTo("th\u00c6\u00b0\r\n");
        assertThat(data.eightBit()).isTrue();
    }

    @Test
    void takesALargeMessageToItsEndAndKeepsNothingOfIt() throws IOException {
        var in = pushback("x".repeat(998).concat("\r\n").repeat(150) + ".\r\n" + AFTER);
        var data = stream(in, 100_000);
        data.readAllBytes();

        assertThat(data.defect()).isEqualTo(Defect.TOO_LARGE);
        assertThat(data.endless()).isFalse();
        assertThat(text(in.readAllBytes())).isEqualTo(AFTER);
    }

    @Test
    void givesUpOnAMessageWithoutEnd() throws IOException {
        var endless = new Endless("x".repeat(70) + "\r\n");
        var data = new DataStream(endless, (_, _, _) -> {}, _ -> {}, 100_000);
        data.readAllBytes();

        assertThat(data.endless()).isTrue();
        assertThat(endless.given).isLessThan(300_000);
    }

    @Test
    void takesLongLinesUpToTheBound() throws IOException {
        var longest = "x".repeat(DataStream.MAX_LINE) + "\r\n";
        var kept = stream(pushback(longest + ".\r\n"), 1 << 20);
        var cut = stream(pushback("x" + longest + ".\r\n"), 1 << 20);

        assertThat(kept.readAllBytes()).hasSize(longest.length());
        assertThat(kept.defect()).isNull();
        cut.readAllBytes();
        assertThat(cut.defect()).isEqualTo(Defect.LINE_TOO_LONG);
    }

    @Test
    void aConnectionThatEndsWithinTheDataIsNoMessage() {
        assertThatThrownBy(() -> stream(pushback("a\r\n.\r"), 1000).readAllBytes())
                .isInstanceOf(EOFException.class);
    }

    @Test
    void asksThePaceBeforeEveryRead() {
        var data =
                new DataStream(
                        pushback("a\r\n"),
                        (_, _, _) -> {},
                        octets -> {
                            if (octets > 0) {
                                throw new DeadlineException();
                            }
                        },
                        1000);

        assertThatThrownBy(data::readAllBytes).isInstanceOf(DeadlineException.class);
    }

    private static DataStream stream(PushbackInputStream in, long max) {
        return new DataStream(in, in::unread, _ -> {}, max);
    }

    private static PushbackInputStream pushback(String wire) {
        var octets = wire.getBytes(StandardCharsets.ISO_8859_1);
        return new PushbackInputStream(new ByteArrayInputStream(octets), 8192);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /** The same line for ever. */
    private static final class Endless extends InputStream {
        private final byte[] line;
        private long given;

        Endless(String line) {
            this.line = line.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public int read() {
            return line[(int) (given++ % line.length)];
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            for (int i = 0; i < length; i++) {
                into[offset + i] = (byte) read();
            }
            return length;
        }
    }
}

package org.bocau.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the message and however the network cuts it. A failure names its seed. */
class DataStreamPropertyTest {
    private static final String AFTER = "MAIL FROM:<next@message.example>\r\n";

    @ParameterizedTest
    @MethodSource("seeds")
    void anyMessageComesBackHoweverTheNetworkCutsIt(long seed) throws IOException {
        var random = new Random(seed);
        var message =
                message(random, ".", "..", ".\r\n", "\r\n", "\r\n.", "a", "\u00e9", "x".repeat(90));
        var wire = stuffed(message) + ".\r\n" + AFTER;
        var in = new PushbackInputStream(new Dribble(octets(wire), random), 8192);
        var data = new DataStream(in, in::unread, _ -> {}, 1 << 20);

        assertThat(new String(data.readAllBytes(), StandardCharsets.ISO_8859_1)).isEqualTo(message);
        assertThat(data.defect()).isNull();
        assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)).isEqualTo(AFTER);
    }

    /** With stray CR, LF and NUL: refused or kept exactly, and the next command is never eaten. */
    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsWrongNeverMovesTheEnd(long seed) throws IOException {
        var random = new Random(seed);
        var message =
                message(random, ".", "\r", "\n", "\0", "\r\n", "a", "\n.\n", "\r.\r", "\r\n.\n");
        var body = message.endsWith("\r\n") ? message : message + "\r\n";
        var wire = stuffed(body) + ".\r\n" + AFTER;
        var in = new PushbackInputStream(new Dribble(octets(wire), random), 8192);
        var data = new DataStream(in, in::unread, _ -> {}, 1 << 20);

        var received = new String(data.readAllBytes(), StandardCharsets.ISO_8859_1);
        boolean clean =
                body.replace("\r\n", "").chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0);
        assertThat(data.defect() == null).isEqualTo(clean);
        assertThat(received).isEqualTo(clean ? body : received);
        assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)).isEqualTo(AFTER);
    }

    static LongStream seeds() {
        return LongStream.concat(LongStream.of(4711), LongStream.range(0, 300));
    }

    private static String message(Random random, String... hard) {
        var text = new StringBuilder();
        for (int n = random.nextInt(40); n > 0; n--) {
            text.append(hard[random.nextInt(hard.length)]);
        }
        return text.append("\r\n").toString();
    }

    /** RFC 5321 §4.5.2, the client's side: only true line ends count. */
    private static String stuffed(String message) {
        var text = message.replace("\r\n.", "\r\n..");
        return text.startsWith(".") ? "." + text : text;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Gives 1 to 7 octets at a time. */
    private static final class Dribble extends FilterInputStream {
        private final Random random;

        Dribble(byte[] octets, Random random) {
            super(new ByteArrayInputStream(octets));
            this.random = random;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            InputStream source = in;
            return source.read(into, offset, Math.min(length, 1 + random.nextInt(7)));
        }
    }
}

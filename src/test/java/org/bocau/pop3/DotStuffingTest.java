package org.bocau.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.bocau.message.Spools;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages on the wire. RFC 1939 §3, §11. */
class DotStuffingTest {
    @TempDir Path directory;

    /** Any stored octets: in lines, unambiguous, and exactly as long as LIST says. */
    @ParameterizedTest
    @MethodSource("seeds")
    void anyMessageComesBackWholeAndAsLongAsAnnounced(long seed) throws IOException {
        var random = new Random(seed);
        var message = message(random);
        var wire = whole(message);
        assertThat(wire.replaceAll("\r\n", "")).doesNotContain("\n");

        var received = new StringBuilder();
        for (var line : wire.split("\r\n", -1)) {
            assertThat(line).isNotEqualTo("."); // the end, before the end
            received.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        received.setLength(received.length() - 2); // after the last CRLF is no line
        assertThat(received).hasToString(crlf(message).replace('\0', '\u0080')); // decision 68
        assertThat(announced(message)).isEqualTo(received.length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A: 1\\r\\n\\r\\none\\r\\ntwo\\r\\n|0|A: 1\\r\\n\\r\\n",
                "A: 1\\r\\n\\r\\none\\r\\ntwo\\r\\n|1|A: 1\\r\\n\\r\\none\\r\\n",
                "A: 1\\r\\n\\r\\none\\r\\ntwo|2|A: 1\\r\\n\\r\\none\\r\\ntwo\\r\\n",
                "A: 1\\n\\none\\ntwo|1|A: 1\\r\\n\\r\\none\\r\\n",
                "A: 1\\r\\nB: 2|0|A: 1\\r\\nB: 2\\r\\n\\r\\n",
                "\\r\\none\\r\\n|0|\\r\\n",
                "A: 1\\r\\n\\r\\n.\\r\\n|9|A: 1\\r\\n\\r\\n..\\r\\n"
            })
    void topEndsAfterTheLinesAskedFor(String message, long lines, String wire) throws IOException {
        assertThat(stuffed(unescape(message), lines)).isEqualTo(unescape(wire));
    }

    private static String unescape(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n");
    }

    private static String whole(String message) throws IOException {
        var out = new ByteArrayOutputStream();
        DotStuffing.message(
                new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1)), out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static String stuffed(String message, long lines) throws IOException {
        var out = new ByteArrayOutputStream();
        DotStuffing.top(
                new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1)),
                lines,
                out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private long announced(String message) throws IOException {
        try (var spool = new Spools(directory, 100).create()) {
            try (var out = spool.out()) {
                byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
                int half = octets.length / 2;
                out.write(octets, 0, half);
                out.write(octets, half, octets.length - half);
            }
            return spool.crlfSize();
        }
    }

    private static String crlf(String message) {
        var lines = message.replaceAll("(?<!\r)\n", "\r\n");
        return lines.isEmpty() || lines.endsWith("\n") ? lines : lines + "\r\n";
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    private static String message(Random random) {
        String[] hard = {
            ".", "..", ".\r\n", ".\n", "\r\n", "\n", "\r", "a", "é", "\r\n.\r\n", "\0"
        };
        var text = new StringBuilder();
        for (int n = random.nextInt(40); n > 0; n--) {
            text.append(hard[random.nextInt(hard.length)]);
        }
        return text.toString();
    }
}

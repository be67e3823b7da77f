package org.bocau.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines and raw octets out of one stream, however the network cuts it. */
class ReadBufferTest {

    @ParameterizedTest
    @MethodSource("seeds")
    void anyLinesComeBackHoweverTheNetworkCutsThem(long seed) throws IOException {
        var random = new Random(seed);
        var lines = lines(random);
        var buffer = dribble(String.join("\r\n", lines) + "\r\n", random);
        for (var line : lines) {
            var read = line(buffer);
            assertThat(read.text()).isEqualTo(line);
            assertThat(read.bareLineFeed()).isFalse();
        }
        assertThat(buffer.readLine(5000, 0)).isNull();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rawOctetsBetweenLinesAreNeitherLostNorRepeated(long seed) throws IOException {
        var random = new Random(seed);
        byte[] literal = new byte[random.nextInt(20_000)];
        random.nextBytes(literal);
        var text = new String(literal, StandardCharsets.ISO_8859_1);
        var buffer = dribble("first\r\n" + text + "last\r\n", random);

        assertThat(buffer.readLine(100, 0)).extracting(Connection.Line::text).isEqualTo("first");
        byte[] read = new byte[literal.length];
        for (int at = 0; at < read.length; ) {
            at += buffer.read(read, at, 1 + random.nextInt(read.length - at), 0);
        }
        assertThat(read).isEqualTo(literal);
        assertThat(buffer.readLine(100, 0)).extracting(Connection.Line::text).isEqualTo("last");
    }

    @Test
    void takesALineOfExactlyTheBoundAndRefusesOneMore() throws IOException {
        var buffer = dribble("x".repeat(1000) + "\r\n" + "y".repeat(1001) + "\r\nz\r\n");
        assertThat(buffer.readLine(1000, 0)).isNotNull();
        assertThatExceptionOfType(LineTooLongException.class)
                .isThrownBy(() -> buffer.readLine(1000, 0));
        assertThat(buffer.readLine(1000, 0)).extracting(Connection.Line::text).isEqualTo("z");
    }

    @Test
    void givesUpOnALineThatDoesNotEnd() {
        var buffer =
                new ReadBuffer((into, offset, length, _) -> {
                    java.util.Arrays.fill(into, offset, offset + length, (byte) 'x');
                    return length;
                });
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> buffer.readLine(4096, 0))
                .isNotInstanceOf(LineTooLongException.class);
    }

    @Test
    void skipsAHugeLineInBoundedMemoryAndStaysInStep() throws IOException {
        var largest = new int[1];
        var endless =
                new Object() {
                    int sent;
                };
        var buffer =
                new ReadBuffer((into, offset, length, _) -> {
                    largest[0] = Math.max(largest[0], into.length);
                    byte octet = endless.sent++ < 1_000 ? (byte) 'x' : (byte) '\n';
                    java.util.Arrays.fill(into, offset, offset + length, octet);
                    return length;
                });
        assertThatExceptionOfType(LineTooLongException.class)
                .isThrownBy(() -> buffer.readLine(4096, 0));
        assertThat(largest[0]).isLessThanOrEqualTo(16384);
        assertThat(buffer.readLine(4096, 0)).extracting(Connection.Line::text).isEqualTo("");
    }

    @Test
    void tellsABareLineFeedAndKeepsOtherCarriageReturns() throws IOException {
        var buffer = dribble("a\rb\nc\r\r\n");
        var bare = line(buffer);
        assertThat(bare.text()).isEqualTo("a\rb");
        assertThat(bare.bareLineFeed()).isTrue();
        var other = line(buffer);
        assertThat(other.text()).isEqualTo("c\r");
        assertThat(other.bareLineFeed()).isFalse();
    }

    @Test
    void dropsALastLineThatHasNoEnd() throws IOException {
        assertThat(dribble("QUI").readLine(100, 0)).isNull();
    }

    private static Connection.Line line(ReadBuffer buffer) throws IOException {
        return Objects.requireNonNull(buffer.readLine(5000, 0));
    }

    private static ReadBuffer dribble(String text) {
        return dribble(text, new Random(1));
    }

    private static ReadBuffer dribble(String text, Random random) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        var at = new int[1];
        return new ReadBuffer((into, offset, length, _) -> {
            int left = octets.length - at[0];
            if (left == 0) {
                return -1;
            }
            int most = random.nextInt(10) == 0 ? 2000 : 7;
            int n = Math.min(Math.min(length, left), 1 + random.nextInt(most));
            System.arraycopy(octets, at[0], into, offset, n);
            at[0] += n;
            return n;
        });
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static List<String> lines(Random random) {
        var lines = new ArrayList<String>();
        for (int n = 1 + random.nextInt(20); n > 0; n--) {
            int length = random.nextInt(10) == 0 ? random.nextInt(5001) : random.nextInt(80);
            var line = new StringBuilder();
            for (int i = 0; i < length; i++) {
                line.append((char) (32 + random.nextInt(220)));
            }
            lines.add(line.toString());
        }
        return lines;
    }
}

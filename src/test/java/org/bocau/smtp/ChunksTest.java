package org.bocau.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.bocau.message.Spools;
import org.bocau.net.DeadlineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A message in chunks, however it is cut. A failure names its seed. */
class ChunksTest {
    private static final String AFTER = "RSET\r\n";

    @TempDir Path directory;

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsSoundComesBackAndWhatIsNotIsRefusedHoweverItIsCut(long seed) throws IOException {
        var random = new Random(seed);
        var message = message(random);
        var in = in(message + AFTER);
        boolean clean =
                message.replace("\r\n", "")
                        .chars()
                        .noneMatch(c -> c == '\r' || c == '\n' || c == 0);
        try (var chunks = chunks(false, 1 << 20)) {
            boolean refused = take(chunks, in, message.length(), random);

            assertThat(refused).isEqualTo(!clean);
            if (clean) {
                assertThat(text(chunks.whole())).isEqualTo(message);
            }
        }
        assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)).isEqualTo(AFTER);
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aBinaryBodyComesBackWhateverIsInIt(long seed) throws IOException {
        var random = new Random(seed);
        var message = "A: 1\r\n\r\n" + message(random);
        var in = in(message + AFTER);
        try (var chunks = chunks(true, 1 << 20)) {
            assertThat(take(chunks, in, message.length(), random)).isFalse();
            assertThat(text(chunks.whole())).isEqualTo(message);
        }
    }

    private static boolean take(Chunks chunks, ByteArrayInputStream in, int length, Random random)
            throws IOException {
        boolean refused = false;
        for (int left = length; ; ) {
            int size = Math.min(left, random.nextInt(9));
            left -= size;
            boolean last = left == 0 && random.nextBoolean();
            try {
                chunks.take(in, size, last);
            } catch (SmtpRefusal refusal) {
                refused = true;
            }
            if (last) {
                return refused;
            }
        }
    }

    /** Only what is more than text asks the next hop for BINARYMIME. */
    @ParameterizedTest
    @CsvSource({
        "'A: 1\\r\\n\\r\\ntext\\r\\n', false",
        "'A: 1\\r\\n\\r\\ntext', true",
        "'A: 1\\r\\n\\r\\nte\\nxt\\r\\n', true",
        "'A: 1\\r\\n\\r\\nte\\rxt\\r\\n', true",
        "'A: 1\\r\\n\\r\\n\\0\\r\\n', true",
        "'A: 1\\r\\n', false",
    })
    void tellsWhetherAMessageIsMoreThanText(String escaped, boolean binary) throws IOException {
        var message = escaped.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
        try (var chunks = chunks(true, 1000)) {
            chunks.take(in(message), message.length(), true);
            assertThat(chunks.whole().binary()).isEqualTo(binary);
        }
    }

    @Test
    void afterARefusalEveryChunkIsTakenAndRefused() throws IOException {
        var in = in("0123456789" + "ab" + AFTER);
        try (var chunks = chunks(false, 5)) {
            assertThatThrownBy(() -> chunks.take(in, 10, false)).hasMessageContaining("552 5.3.4");
            assertThatThrownBy(() -> chunks.take(in, 2, true)).hasMessageContaining("503 5.5.1");
        }
        assertThat(in.available()).isEqualTo(AFTER.length());
    }

    @Test
    void aLineWithoutEndIsRefused() throws IOException {
        var line = "x".repeat(MessageData.MAX_LINE);
        try (var chunks = chunks(false, 1 << 20)) {
            chunks.take(in(line), line.length(), false);
            chunks.take(in("\r\n"), 2, false);
            chunks.take(in(line), line.length(), false);
            assertThatThrownBy(() -> chunks.take(in("y"), 1, false))
                    .hasMessageContaining("550 5.6.0");
        }
    }

    @Test
    void aFullDiskIsOurTrouble() throws IOException {
        var gone = directory.resolve("gone");
        var spools = new Spools(gone, 4);
        java.nio.file.Files.delete(gone);
        try (var chunks = new Chunks(spools.create(), _ -> {}, 1000, false)) {
            var in = in("A: 1\r\n" + AFTER);
            assertThatThrownBy(() -> chunks.take(in, 6, false)).hasMessageContaining("452 4.3.1");
            assertThat(in.available()).isEqualTo(AFTER.length());
        }
    }

    /** S16: the time counts over all chunks. */
    @Test
    void aSlowSenderIsCutOff() throws IOException {
        DataStream.Pace pace =
                octets -> {
                    if (octets >= 4) {
                        throw new DeadlineException();
                    }
                };
        try (var chunks = new Chunks(spools().create(), pace, 1000, false)) {
            chunks.take(in("A: 1"), 4, false);
            assertThatThrownBy(() -> chunks.take(in("\r\n"), 2, true))
                    .isInstanceOf(DeadlineException.class);
        }
    }

    @Test
    void aConnectionThatEndsWithinAChunkIsNoMessage() throws IOException {
        try (var chunks = chunks(false, 1000)) {
            assertThatThrownBy(() -> chunks.take(in("A: 1\r\n"), 7, true))
                    .isInstanceOf(EOFException.class);
        }
        assertThat(directory).isEmptyDirectory();
    }

    static LongStream seeds() {
        return LongStream.concat(LongStream.of(4711), LongStream.range(0, 200));
    }

    private static String message(Random random) {
        String[] hard = {".", "\r\n.\r\n", "\r\n", "a", "\u00e9", "abc", "\r\n", "\r", "\n", "\0"};
        int kinds = random.nextBoolean() ? hard.length : hard.length - 3;
        var text = new StringBuilder();
        for (int n = random.nextInt(30); n > 0; n--) {
            text.append(hard[random.nextInt(kinds)]);
        }
        return text.append("\r\n").toString();
    }

    private Chunks chunks(boolean binary, long maxOctets) {
        return new Chunks(spools().create(), _ -> {}, maxOctets, binary);
    }

    private Spools spools() {
        return new Spools(directory, 16);
    }

    private static String text(MessageData data) throws IOException {
        return new String(data.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static ByteArrayInputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}

package org.bocau.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.bocau.relay.DotStuffing.UnsendableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5321 §4.5.2, and what never leaves. */
class DotStuffingTest {
    /**
     * @param most octets in one write
     */
    private static String sent(String message, int most) throws IOException {
        var wire = new ByteArrayOutputStream();
        var stuffing = new DotStuffing(wire);
        byte[] octets = message.getBytes(ISO_8859_1);
        for (int at = 0; at < octets.length; at += most) {
            stuffing.write(octets, at, Math.min(most, octets.length - at));
        }
        stuffing.finish();
        return wire.toString(ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'', '.~'",
                "'a~', 'a~.~'",
                "'a', 'a~.~'",
                "'.', '..~.~'",
                "'.~..~', '..~...~.~'",
                "'a.b~.~c', 'a.b~..~c~.~'",
                "'~~.', '~~..~.~'",
            })
    void dotsThatBeginALineAreDoubled(String message, String wire) throws IOException {
        var text = message.replace("'", "").replace("~", "\r\n");
        for (int most = 1; most <= text.length() + 1; most++) {
            assertThat(sent(text, most))
                    .isEqualTo(wire.strip().replace("'", "").replace("~", "\r\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nb",
                "a\rb",
                "a\r",
                "\r\r\n",
                "\n",
                "a\r\n\n",
                "a\0b",
                "long line, long line\r"
            })
    void whatAHostCouldReadOtherwiseStaysHere(String message) {
        for (int most = 1; most <= message.length(); most++) {
            int octets = most;
            assertThatThrownBy(() -> sent(message, octets)).isInstanceOf(UnsendableException.class);
        }
    }

    /** Long lines and short ones, in pieces of any size, come to the same. */
    @Test
    void piecesComeToTheSame() throws IOException {
        var random = new Random(4711);
        for (int times = 0; times < 200; times++) {
            var message = new StringBuilder();
            for (int line = random.nextInt(8); line >= 0; line--) {
                message.append(".".repeat(random.nextInt(3)))
                        .append("x".repeat(random.nextInt(40)))
                        .append("\r\n");
            }
            var text = message.toString();
            var wire = text.replaceAll("(?m)^\\.", "..") + ".\r\n";
            assertThat(sent(text, 1 + random.nextInt(30))).isEqualTo(wire);
        }
    }
}

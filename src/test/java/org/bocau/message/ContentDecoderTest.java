package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContentDecoderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "SGVsbG8=|Hello",
                "SGVs¶bG8=|Hello",
                "SGVsbG8|Hello",
                "S G\tV!s*bG8=|Hello",
                "SGVsbG8=SGVsbG8=|HelloHello",
                // garbage
                "=|",
                "====|",
                "A|",
                "|",
            })
    void decodesBase64(@Nullable String text, @Nullable String decoded) throws IOException {
        var octets = decode(lines(text), "BASE64");
        assertThat(text(octets)).isEqualTo(lines(decoded));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "plain|plain",
                "a=3Db|a=b",
                "a=3db|a=b",
                "a=¶b|ab",
                "a=↓b|ab",
                "a=←b|ab",
                "a= \t¶b|ab", // padding a gateway added
                "a  \t¶b|a¶b", // RFC 2045 §6.7 (3)
                "a  b|a  b",
                "a=20¶b|a ¶b",
                "a=ZZ|a=ZZ",
                "a=4|a=4",
                "a=4¶b|a=4¶b",
                "a==41|a=A",
                "a= b|a= b",
                "a=|a",
                "a= |a",
                "tail  |tail",
                "|",
            })
    void decodesQuotedPrintable(@Nullable String text, @Nullable String decoded)
            throws IOException {
        var octets = decode(lines(text), "quoted-printable");
        assertThat(text(octets)).isEqualTo(lines(decoded));
    }

    @Test
    void longRunsOfBlanksAreNotHeld() throws IOException {
        var blanks = " ".repeat(100_000);
        assertThat(decode("a" + blanks + "b", "quoted-printable")).hasSize(100_002);
    }

    @Test
    void otherEncodingsChangeNothing() throws IOException {
        assertThat(text(decode("a=3D", "7bit"))).isEqualTo("a=3D");
        assertThat(text(decode("a=3D", "x-uuencode"))).isEqualTo("a=3D");
        assertThat(ContentDecoder.knows("Base64")).isTrue();
        assertThat(ContentDecoder.knows("x-uuencode")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anythingComesBackHoweverItIsCut(long seed) throws IOException {
        var random = new Random(seed);
        var octets = new byte[random.nextInt(3000)];
        random.nextBytes(octets);
        var base64 = Base64.getMimeEncoder().encode(octets);
        assertThat(new Base64Stream(new Dribble(base64, random)).readAllBytes()).isEqualTo(octets);
        var qp = quotedPrintable(octets);
        assertThat(new QuotedPrintableStream(new Dribble(qp, random)).readAllBytes())
                .isEqualTo(octets);
        byte[] whole = new QuotedPrintableStream(new ByteArrayInputStream(octets)).readAllBytes();
        assertThat(new QuotedPrintableStream(new Dribble(octets, random)).readAllBytes())
                .isEqualTo(whole);
        byte[] garbage = new Base64Stream(new ByteArrayInputStream(octets)).readAllBytes();
        assertThat(new Base64Stream(new Dribble(octets, random)).readAllBytes()).isEqualTo(garbage);
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static byte[] quotedPrintable(byte[] octets) {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < octets.length; i++) {
            out.writeBytes("=%02X".formatted(octets[i] & 0xff).getBytes(StandardCharsets.US_ASCII));
            if (i % 20 == 19) {
                out.writeBytes("=\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
        return out.toByteArray();
    }

    /** A table cannot hold line ends. */
    private static String lines(@Nullable String cell) {
        return cell == null ? "" : cell.replace("¶", "\r\n").replace("↓", "\n").replace("←", "\r");
    }

    private static byte[] decode(String text, String encoding) throws IOException {
        InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
        try (var decoded = ContentDecoder.decode(in, encoding)) {
            return decoded.readAllBytes();
        }
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}

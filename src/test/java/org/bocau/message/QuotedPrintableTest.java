package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 2045 §6.7. */
class QuotedPrintableTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b|a b;",
                "'a '|a=20;",
                "a ;b|a=20;b;",
                "a=b|a=3Db;",
                "é|=C3=A9;",
                ";a;|;a;",
                "''|''"
            })
    void writesOctets(String text, String expected) {
        assertThat(encoded(text.replace(";", "\r\n"))).isEqualTo(expected.replace(";", "\r\n"));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anotherReaderFindsTheSame(long seed) throws Exception {
        var random = new Random(seed);
        var text = new StringBuilder();
        String[] hard = {
            "a", " ", "\t", "=", "é", "\r\n", "\r", "\n", "\u0000", ".", "wordwordword"
        };
        for (int n = random.nextInt(300); n > 0; n--) {
            text.append(hard[random.nextInt(hard.length)]);
        }
        text.append("end\r\n");
        var written = encoded(text.toString());
        assertThat(written.lines()).allMatch(line -> line.length() <= 76);
        try (var in =
                MimeUtility.decode(
                        new ByteArrayInputStream(written.getBytes(StandardCharsets.US_ASCII)),
                        "quoted-printable")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(text.toString());
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static String encoded(String text) {
        return new String(
                QuotedPrintable.encode(text.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.US_ASCII);
    }
}

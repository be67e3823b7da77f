package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes, the parser does not fail and what it renders obeys the grammar. */
class MimePropertyTest {
    /** What the grammars of messages turn on. */
    private static final String[] HARD = {
        "\r\n",
        "\n",
        "\r",
        "\r\n\r\n",
        "--",
        "--a",
        "--a--",
        "--b",
        "--b--",
        "--",
        " ",
        "\t",
        "\"",
        "\\",
        "(",
        ")",
        "<",
        ">",
        "@",
        ",",
        ";",
        ":",
        "=",
        "x",
        "é",
        "\0",
        "\u0001",
        "嘊",
        "\ud83d",
        "Content-Type: ",
        "Content-Type: text/html\r\n",
        "Content-Type: multipart/mixed; boundary=a\r\n",
        "Content-Type: multipart/digest; boundary=b\r\n",
        "Content-Type: message/rfc822\r\n",
        "content-type: multipart/alternative; boundary=\"a\"\r\n",
        "Content-Type: message/global\r\n",
        "Content-Type: multipart/mixed\r\n",
        "Content-Transfer-Encoding: base64\r\n",
        "Content-Transfer-Encoding: quoted-printable\r\n",
        "Content-Disposition: attachment",
        "; filename*0*=utf-8''%C6",
        "; filename=\"",
        "Content-ID: <",
        "Content-Language: en, vi\r\n",
        "From: ",
        "To: ",
        "Subject: ",
        "Date: ",
        "Message-ID: ",
        "References: <a@b> ",
        "=?utf-8?Q?",
        "?=",
        "=?",
        "From: An <an@x.org>\r\n",
        "group: a@b, c@d;",
        "<html>",
        "&amp;",
        "<!--",
        "multipart/",
        "text",
        "/",
        "Sun, 22 Nov 2026 03:18:07 +0000",
    };

    private static final String[] NESTING = {
        "--a",
        "--a",
        "--b",
        "--b--",
        "--a--",
        "",
        "",
        "Content-Type: message/rfc822",
        "Content-Type: multipart/mixed; boundary=a",
        "Content-Type: multipart/mixed; boundary=b",
        "Content-Type: multipart/digest; boundary=b",
        "x: y",
        "text",
    };

    @ParameterizedTest
    @MethodSource("seeds")
    void neverFailsAndIsAlwaysWellFormed(long seed) throws IOException {
        var octets = message(new Random(seed));
        var parsed = Messages.wellFormed(Messages.parse(octets));
        assertThat(parsed.size()).isEqualTo(octets.length);
        assertThat(parsed.header()).isEqualTo(Arrays.copyOf(octets, parsed.header().length));
        assertThat((long) parsed.header().length).isEqualTo(parsed.root().bodyStart());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findsTheSameHoweverTheReadsAreCut(long seed) throws IOException {
        var random = new Random(seed);
        var octets = message(random);
        var whole = new PartScanner(new ByteArrayInputStream(octets)).scan().toPart();
        var cut = new PartScanner(new Dribble(octets, random), 64 * 1024).scan().toPart();
        assertThat(cut).isEqualTo(whole);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void linesComeOutWholeHoweverSmallTheBuffer(long seed) throws IOException {
        var random = new Random(seed);
        var octets = message(random);
        var lines = new OctetLines(new Dribble(octets, random), 2 + random.nextInt(20));
        var out = new ByteArrayOutputStream();
        long count = 0;
        while (lines.next()) {
            assertThat(lines.start()).isEqualTo(out.size());
            out.write(lines.buffer(), lines.at(), lines.length() + lines.terminatorLength());
            count += lines.last() ? 1 : 0;
        }
        assertThat(out.toByteArray()).isEqualTo(octets);
        var text =
                new String(octets, StandardCharsets.ISO_8859_1)
                        .replace("\r\n", "\n")
                        .replace('\r', '\n');
        long ends = text.chars().filter(c -> c == '\n').count();
        assertThat(count).isEqualTo(ends + (text.isEmpty() || text.endsWith("\n") ? 0 : 1));
    }

    static LongStream seeds() {
        return LongStream.range(0, 700);
    }

    static byte[] message(Random random) {
        var text = new StringBuilder();
        boolean nested = random.nextBoolean(); // mostly delimiters and types
        for (int n = random.nextInt(200); n > 0; n--) {
            text.append(HARD[random.nextInt(HARD.length)]);
            if (nested && n % 2 == 0) {
                text.append("\r\n").append(NESTING[random.nextInt(NESTING.length)]).append("\r\n");
            }
        }
        var octets =
                text.toString()
                        .getBytes(
                                random.nextBoolean()
                                        ? StandardCharsets.UTF_8
                                        : StandardCharsets.ISO_8859_1);
        for (int n = random.nextInt(4); n > 0 && octets.length > 0; n--) {
            octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
        }
        return octets;
    }
}

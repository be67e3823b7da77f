package org.bocau.mailclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.eclipse.angus.mail.iap.ResponseInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the server says and however it comes, responses are those the library reads. */
class AnswerLinesTest {
    private static final List<String> RESPONSES =
            List.of(
                    "* OK ready\r\n",
                    "\r\n",
                    "* 1 FETCH (UID 7 FLAGS (\\Seen))\r\n",
                    "* 2 FETCH (BODY[] {5}\r\nHello UID 8)\r\n",
                    "* 3 FETCH (BODY[] {0}\r\n)\r\n",
                    "* 4 FETCH (A {4}\r\n{3}\r B {2}\r\n\r\n C {7}\r\nTiếng)\r\n",
                    "* 5 BINARY ~{3}\r\n\0\1\2)\r\n",
                    "a line feed\nand a return\r alone\r\n",
                    "{}\r\n",
                    "no literal 5}\r\n",
                    "nor this {x5}\r\n",
                    "nor that {12345678901}\r\n",
                    "}\r\n",
                    "* LONG " + "x".repeat(20_000) + "\r\n",
                    "* LARGE {70000}\r\n" + "y\r\n{".repeat(17_500) + ")\r\n",
                    "A1 OK done\r\n");

    /** Gives as many octets at a time as it is told. */
    private static InputStream pieces(byte[] octets, Random sizes, int most) {
        return new FilterInputStream(new ByteArrayInputStream(octets)) {
            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                return super.read(into, from, Math.min(length, 1 + sizes.nextInt(most)));
            }
        };
    }

    private static byte[] all() {
        return String.join("", RESPONSES).getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> read(ResponseInputStream in) throws IOException {
        var read = new ArrayList<String>();
        for (int i = 0; i < RESPONSES.size(); i++) {
            var one = in.readResponse(null);
            read.add(
                    new String(
                            one.getBytes(),
                            one.getStart(),
                            one.getCount(),
                            StandardCharsets.UTF_8));
        }
        return read;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100, 8192, 100_000})
    void areTheLibrarysHoweverTheyCome(int most) throws IOException {
        var library = read(new ResponseInputStream(new ByteArrayInputStream(all())));
        for (int seed = 0; seed < 20; seed++) {
            var stream = pieces(all(), new Random(seed), most);

            assertThat(read(new AnswerLines(() -> stream))).isEqualTo(library);
        }
        assertThat(library).isEqualTo(RESPONSES);
    }

    @Test
    void whatWasReadAheadIsWaiting() throws IOException {
        var stream =
                new ByteArrayInputStream(
                        "* 1 EXISTS\r\n* 2 EXISTS\r\n".getBytes(StandardCharsets.UTF_8));
        var answers = new AnswerLines(() -> stream);

        answers.readResponse(null);
        assertThat(answers.available()).isEqualTo("* 2 EXISTS\r\n".length());
        answers.readResponse(null);
        assertThat(answers.available()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "* half a line", "* 1 FETCH (BODY[] {10}\r\nHello", "* {5}\r\nHello"})
    void aConnectionThatEndsWithinAResponseIsToldOf(String cut) {
        var stream = new ByteArrayInputStream(cut.getBytes(StandardCharsets.UTF_8));
        var answers = new AnswerLines(() -> stream);

        assertThatThrownBy(() -> answers.readResponse(null)).isInstanceOf(IOException.class);
    }
}

package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages composed by the rules come apart into what they were composed of. */
class MimeRoundTripTest {
    private final StringBuilder text = new StringBuilder();
    private final List<String> leaves = new ArrayList<>();
    private int boundaries;

    @ParameterizedTest
    @MethodSource("seeds")
    void findsEveryPart(long seed) {
        var random = new Random(seed);
        text.append("Subject: ").append(seed).append("\r\nMIME-Version: 1.0\r\n");
        part(random, 0);
        var parsed = Messages.parse(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        var found = new ArrayList<String>();
        collect(Messages.wellFormed(parsed).root(), found);
        assertThat(found).isEqualTo(leaves);
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    /** The MIME fields, the empty line and the content of one part. */
    private void part(Random random, int depth) {
        int kind = depth > 5 ? 0 : random.nextInt(4);
        if (kind == 1) {
            multipart(random, depth);
        } else if (kind == 2 && depth > 0) {
            text.append("Content-Type: message/rfc822\r\n\r\nSubject: nested\r\n");
            part(random, depth + 1);
        } else {
            var content = content(random);
            text.append("Content-Type: text/x-")
                    .append(leaves.size())
                    .append("\r\n\r\n")
                    .append(content);
            leaves.add("x-" + leaves.size() + ":" + content);
        }
    }

    private void multipart(Random random, int depth) {
        // Each is the prefix of the next, which is legal and hard.
        var boundary = "b" + "-".repeat(random.nextInt(3)) + boundaries++;
        text.append("Content-Type: multipart/mixed;\r\n boundary=\"")
                .append(boundary)
                .append("\"\r\n\r\n");
        text.append(random.nextBoolean() ? "preamble --" + boundary + "\r\n" : "");
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            text.append("--")
                    .append(boundary)
                    .append(random.nextBoolean() ? " \t" : "")
                    .append("\r\n");
            part(random, depth + 1);
            text.append("\r\n");
        }
        text.append("--").append(boundary).append("--");
        text.append(
                random.nextBoolean() ? "\r\nepilogue\r\n--" + boundary + "\r\n\r\nno part" : "");
    }

    private static String content(Random random) {
        String[] hard = {
            "a", "\r\n", "\n", "--", "--b", "-- ", "é", "\0", " ", "Content-Type: x/y\r\n", "."
        };
        var content = new StringBuilder();
        for (int n = random.nextInt(12); n > 0; n--) {
            content.append(hard[random.nextInt(hard.length)]);
        }
        return content + "|";
    }

    private void collect(Part part, List<String> found) {
        if (part.children().isEmpty()) {
            var content = text.substring((int) part.bodyStart(), (int) part.bodyEnd());
            found.add(part.subtype() + ":" + content);
        }
        part.children().forEach(child -> collect(child, found));
    }
}

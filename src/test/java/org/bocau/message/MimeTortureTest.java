package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Messages made to exhaust a parser: each is read in bounded time, and answers stay well-formed.
 */
class MimeTortureTest {
    private static final Duration BOUND =
            Duration.ofSeconds(60); // 2 s alone; what is not bounded takes hours

    @TestFactory
    Stream<DynamicTest> structureStaysBounded() {
        return Stream.of(
                torture("depth 10", () -> nested(10)),
                torture("depth 99", () -> nested(99)),
                torture("depth 5000", () -> nested(5000)),
                torture(
                        "messages nested 5000 deep",
                        () -> "Content-Type: message/rfc822\n\n".repeat(5000)),
                torture(
                        "the same boundary nested",
                        () -> "--a\nContent-Type: multipart/mixed; boundary=a\n\n".repeat(20_000)),
                torture("50000 parts", () -> mixed("--a\n\nx\n".repeat(50_000))),
                torture("50000 empty parts", () -> mixed("--a\n".repeat(50_000))),
                torture(
                        "50000 nested messages",
                        () ->
                                mixed(
                                        "--a\nContent-Type: message/rfc822\n\nSubject: x\n\n"
                                                .repeat(50_000))),
                torture(
                        "delimiters that are none",
                        () -> mixed("--\n--ab\n--a-\n".repeat(300_000))),
                torture(
                        "dashes within 100 multiparts",
                        () -> nested(98) + "--x\n".repeat(1_000_000)));
    }

    @TestFactory
    Stream<DynamicTest> headersStayBounded() {
        return Stream.of(
                torture(
                        "a header of 1 MiB",
                        () -> "X: " + "x".repeat(1 << 20) + "\nSubject: s\n\nb"),
                torture("20000 fields", () -> "X: y\n".repeat(20_000) + "\nb"),
                torture("10000 folds", () -> "Subject: x\n" + " y\n".repeat(10_000) + "\nb"),
                torture("a field of nothing but folds", () -> "Subject:\n" + " \n".repeat(500_000)),
                torture(
                        "encoded words",
                        () -> "Subject: " + "=?utf-8?Q?a?= ".repeat(70_000) + "\n\nb"),
                torture(
                        "starts of encoded words",
                        () -> "Subject: " + "=?".repeat(500_000) + "\n\nb"),
                torture("unknown charsets", () -> "Subject: " + floodOfCharsets() + "\n\nb"),
                torture(
                        "10000 continuations",
                        () -> "Content-Type: a/b" + continuations(10_000, 1) + "\n\nb"),
                torture(
                        "continuations backwards",
                        () -> "Content-Type: a/b" + continuations(99, -1) + "\n\nb"),
                torture(
                        "a huge index",
                        () -> "Content-Type: a/b; name*4294967296=x; name*0=y\n\nb"),
                torture("10000 addresses", () -> "To: " + "a <a@x.org>, ".repeat(10_000) + "\n\nb"),
                torture("10000 To fields", () -> "To: a@x.org\n".repeat(10_000) + "\nb"),
                torture("groups without end", () -> "To: " + "g: a@x,".repeat(50_000) + "\n\nb"),
                torture(
                        "comments",
                        () ->
                                "To: "
                                        + "(".repeat(250_000)
                                        + "\nDate: "
                                        + "(".repeat(250_000)
                                        + "\n\nb"),
                torture("references", () -> "References: " + "<a@b> <".repeat(35_000) + "\n\nb"),
                torture("brackets", () -> "References: " + "<".repeat(250_000) + ">" + "\n\nb"),
                torture("reply marks", () -> "Subject: " + "Re: [x] ".repeat(30_000) + "\n\nb"));
    }

    @TestFactory
    Stream<DynamicTest> textStaysBounded() {
        return Stream.of(
                torture(
                        "base64 junk",
                        () ->
                                "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
                                        + "!=~".repeat(1_000_000)),
                torture(
                        "quoted-printable blanks",
                        () ->
                                "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n"
                                        + "= \t".repeat(1_000_000)),
                torture(
                        "html lists",
                        () -> "Content-Type: text/html\n\n" + "<ul><li>".repeat(500_000)),
                torture(
                        "html brackets",
                        () -> "Content-Type: text/html\n\n" + "<".repeat(5_000_000)),
                torture("uuencode", () -> "\n" + "begin 644 x\nend\n".repeat(200_000)),
                torture("empty lines", () -> "\n".repeat(3_000_000)),
                torture("one line of quotes", () -> "\n" + ">".repeat(3_000_000)),
                torture(
                        "U+560D",
                        () ->
                                "From: 嘍嘊@嘍嘊.org\nSubject: 嘍嘊Bcc: x\nContent-Type: text/plain; name=嘍嘊\n\n嘍嘊"));
    }

    private static DynamicTest torture(String name, Supplier<String> made) {
        return dynamicTest(
                name,
                () -> {
                    byte[] octets = Messages.crlf(made.get()).getBytes(StandardCharsets.UTF_8);
                    Messages.parse("Subject: warm\n\nup");
                    var parsed = Assertions.assertTimeout(BOUND, () -> Messages.parse(octets));
                    Messages.wellFormed(parsed);
                    assertThat(parsed.size()).isEqualTo(octets.length);
                    assertThat(count(parsed.root())).isLessThanOrEqualTo(2200);
                    assertThat(depth(parsed.root())).isLessThanOrEqualTo(102);
                    int kept = parsed.bodyStructure().length + parsed.envelope().length;
                    assertThat(kept).isLessThan(12 * 1024 * 1024);
                });
    }

    @Tag("T53")
    @Test
    void beyondTheBoundsTheRestIsOnePart() {
        var parts = Messages.parse(mixed("--a\n\nx\n".repeat(5000) + "--a--\n")).root();
        assertThat(parts.children()).hasSize(PartScanner.MOST_PARTS - 1);
        var rest = parts.children().getLast();
        assertThat(rest.type() + "/" + rest.subtype()).isEqualTo("application/octet-stream");
        assertThat(rest.bodyEnd()).isEqualTo(parts.bodyEnd());
        assertThat(depth(Messages.parse(nested(5000)).root())).isEqualTo(PartScanner.MOST_DEPTH);
    }

    private static String mixed(String parts) {
        return "Content-Type: multipart/mixed; boundary=a\n\n" + parts;
    }

    private static String nested(int depth) {
        var text = new StringBuilder("Content-Type: multipart/mixed; boundary=b0\n\n");
        for (int i = 0; i < depth; i++) {
            text.append("--b").append(i).append("\nContent-Type: multipart/mixed; boundary=b");
            text.append(i + 1).append("\n\n");
        }
        return text.append("--b").append(depth).append("\n\nx\n").toString();
    }

    private static String floodOfCharsets() {
        var text = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            text.append("=?x-").append(i).append("?Q?a?= ");
        }
        return text.toString();
    }

    private static String continuations(int count, int step) {
        var text = new StringBuilder();
        IntStream.range(0, count)
                .map(i -> step > 0 ? i : count - 1 - i)
                .forEach(i -> text.append(";\n name*").append(i).append("=x"));
        return text.toString();
    }

    private static int count(Part part) {
        return 1 + part.children().stream().mapToInt(MimeTortureTest::count).sum();
    }

    private static int depth(Part part) {
        return 1 + part.children().stream().mapToInt(MimeTortureTest::depth).max().orElse(0);
    }
}

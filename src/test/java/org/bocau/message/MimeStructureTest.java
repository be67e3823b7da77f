package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How parts are told apart, RFC 2046 §5.1, and what becomes of messages that break its rules. */
class MimeStructureTest {
    /** {@code mixed(plain[one] html[two])}: subtypes, and the content of leaves. */
    private static String shape(String text) {
        var octets = Messages.crlf(text);
        return shape(Messages.wellFormed(Messages.parse(text)).root(), octets);
    }

    private static String shape(Part part, String all) {
        if (part.children().isEmpty()) {
            var content = all.substring((int) part.bodyStart(), (int) part.bodyEnd());
            return part.subtype() + "[" + content.replace("\r\n", "|") + "]";
        }
        return part.subtype()
                + part.children().stream()
                        .map(child -> shape(child, all))
                        .collect(Collectors.joining(" ", "(", ")"));
    }

    private static final String MIXED = "Content-Type: multipart/mixed; boundary=a\n\n";

    @Test
    void preambleEpilogueAndTheLastLineBreakAreNoContent() {
        assertThat(shape(MIXED + "pre\n--a\n\none\n--a\n\ntwo\n\n--a--\nepi\n"))
                .isEqualTo("mixed(plain[one] plain[two|])");
    }

    @Test
    void partsAfterTheCloseAreEpilogue() {
        assertThat(shape(MIXED + "--a\n\none\n--a--\n--a\n\ntwo\n--a--\n"))
                .isEqualTo("mixed(plain[one])");
    }

    @Test
    void aMissingCloseEndsAtTheEnd() {
        assertThat(shape(MIXED + "--a\n\none\n--a\n\ntwo\n"))
                .isEqualTo("mixed(plain[one] plain[two|])");
        assertThat(shape(MIXED + "--a\n\none")).isEqualTo("mixed(plain[one])");
        assertThat(shape(MIXED + "--a")).isEqualTo("mixed(plain[])");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--ab", "--a-", "--a-- x", "--a x", " --a", "-a", "--A", "--", "x--a", "--a--b"
            })
    void nearlyADelimiterIsNone(String line) {
        assertThat(shape(MIXED + "--a\n\none\n" + line + "\ntwo\n--a--\n"))
                .isEqualTo("mixed(plain[one|" + line + "|two])");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--a", "--a ", "--a\t \t"})
    void paddingAfterADelimiterIsLetPass(String line) {
        assertThat(shape(MIXED + line + "\n\none\n" + line + "\n\ntwo\n--a--  \n"))
                .isEqualTo("mixed(plain[one] plain[two])");
    }

    @Test
    void innerDelimitersGoFirstAndOuterOnesEndThem() {
        var inner = "Content-Type: multipart/alternative; boundary=b\n\n";
        assertThat(shape(MIXED + "--a\n" + inner + "--b\n\none\n--b--\n--a\n\ntwo\n--a--\n"))
                .isEqualTo("mixed(alternative(plain[one]) plain[two])");
        assertThat(shape(MIXED + "--a\n" + inner + "--b\n\none\n--a\n\ntwo\n--a--\n"))
                .isEqualTo("mixed(alternative(plain[one]) plain[two])");
        assertThat(shape(MIXED + "--a\n" + inner + "--b\n\none\n--a--\n--b\n\ntwo"))
                .isEqualTo("mixed(alternative(plain[one]))");
    }

    @Test
    void oneBoundaryIsThePrefixOfAnother() {
        var inner = "Content-Type: multipart/alternative; boundary=ab\n\n";
        assertThat(shape(MIXED + "--a\n" + inner + "--ab\n\none\n--ab--\n--a\n\ntwo\n--a--\n"))
                .isEqualTo("mixed(alternative(plain[one]) plain[two])");
    }

    @Test
    void theSameBoundaryNestedBelongsToTheInner() {
        var inner = "Content-Type: multipart/alternative; boundary=a\n\n";
        assertThat(shape(MIXED + "--a\n" + inner + "--a\n\none\n--a--\n--a\n\ntwo\n--a--\n"))
                .isEqualTo("mixed(alternative(plain[one]) plain[two])");
    }

    @ParameterizedTest
    @CsvSource({
        "'', mixed(plain[])",
        "--a--|, mixed(plain[])",
        "text only|, mixed(plain[text only|])",
        "text only|--a--|epilogue, mixed(plain[text only])",
    })
    void aMultipartHasAPartAtLeast(String body, String shape) {
        assertThat(shape(MIXED + (body == null ? "" : body.replace('|', '\n')))).isEqualTo(shape);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "; boundary", "; boundary=", "; boundary=\"\"", "; boundary=\"  \""})
    void withoutABoundaryItIsText(String parameter) {
        assertThat(shape("Content-Type: multipart/mixed" + parameter + "\n\n--\n--a\nhi\n"))
                .isEqualTo("plain[--|--a|hi|]");
    }

    @Test
    void boundariesMayNeedQuotesAndRfc2231() {
        assertThat(
                        shape(
                                "Content-Type: multipart/mixed; boundary=\"a =b:?\"\n\n--a =b:?\n\none\n--a =b:?--\n"))
                .isEqualTo("mixed(plain[one])");
        assertThat(
                        shape(
                                "Content-Type: multipart/mixed; boundary*0=a; boundary*1=b\n\n--ab\n\none\n--ab--\n"))
                .isEqualTo("mixed(plain[one])");
        assertThat(shape("Content-Type: multipart/mixed; boundary=\"a \"\n\n--a\n\none\n--a--\n"))
                .isEqualTo("mixed(plain[one])");
    }

    @Test
    void digestsHoldMessages() {
        assertThat(
                        shape(
                                """
                                Content-Type: multipart/digest; boundary=a

                                --a

                                Subject: x

                                one
                                --a
                                Content-Type: text/plain

                                two
                                --a--
                                """))
                .isEqualTo("digest(rfc822(plain[one]) plain[two])");
    }

    @Test
    void messagesNest() {
        assertThat(
                        shape(
                                """
                                Content-Type: message/rfc822

                                Content-Type: message/global

                                Subject: x

                                one
                                """))
                .isEqualTo("rfc822(global(plain[one|]))");
        assertThat(shape(MIXED + "--a\nContent-Type: message/rfc822\n\n--a--\n"))
                .isEqualTo("mixed(rfc822(plain[]))");
        assertThat(shape(MIXED + "--a\nContent-Type: message/rfc822\n--a--\n"))
                .isEqualTo("mixed(rfc822(plain[]))");
        assertThat(shape(MIXED + "--a\nContent-Type: message/delivery-status\n\nx: y\n--a--\n"))
                .isEqualTo("mixed(delivery-status[x: y])");
    }

    /** RFC 2046 §5.2.1 forbids it; its structure is a message all the same, an empty one. */
    @Test
    void anEncodedMessageIsNotReadInto() {
        var message =
                Messages.wellFormed(
                        Messages.parse(
                                """
                                Content-Type: message/rfc822
                                Content-Transfer-Encoding: base64

                                U3ViamVjdDogeAoKaGkK
                                """));
        assertThat(message.root().size()).isEqualTo(22);
        assertThat(message.root().children().getFirst().size()).isZero();
    }

    @Test
    void headersMayEndTheMessageOrThePart() {
        assertThat(shape("Subject: x")).isEqualTo("plain[]");
        assertThat(shape("Subject: x\n")).isEqualTo("plain[]");
        assertThat(shape(MIXED + "--a\nContent-Type: text/html\n--a\n\ntwo\n--a--\n"))
                .isEqualTo("mixed(html[] plain[two])");
        assertThat(shape("\nbody\n")).isEqualTo("plain[body|]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void anyLineEndDelimits(String end) {
        var text = MIXED + "pre\n--a\n\none\n--a\n\ntwo\n--a--\n";
        var octets = text.replace("\n", end);
        var root =
                Messages.wellFormed(Messages.parse(octets.getBytes(StandardCharsets.UTF_8))).root();
        assertThat(root.children()).hasSize(2);
        var two = root.children().get(1);
        assertThat(octets.substring((int) two.bodyStart(), (int) two.bodyEnd())).isEqualTo("two");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0", "a, 1", "a|, 1", "a|b, 2", "a|b|, 2", "|, 1", "||, 2", "a||, 2", "a||b, 3",
    })
    void countsLines(String content, int lines) {
        var text = content == null ? "" : content.replace('|', '\n');
        assertThat(Messages.parse("\n" + text).root().lines()).isEqualTo(lines);
        var nested = Messages.parse(MIXED + "--a\n\n" + text + "\n--a--\n");
        assertThat(nested.root().children().getFirst().lines()).isEqualTo(lines);
    }
}

package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderBlockTest {
    private static final String HEADER =
            Messages.crlf(
                    """
                    From x Mon Nov 22 03:18:07 2026
                    Subject: one
                     two
                    \tthree
                    x-A : 1
                    To:
                    subject: again
                    no field
                    X-B:bé

                    Body: no
                    """);

    private static HeaderBlock block(String text) {
        return HeaderBlock.parse(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String only(String text, String... names) {
        return selected(HeaderSelection.only(List.of(names)), text);
    }

    private static String except(String text, String... names) {
        return selected(HeaderSelection.except(List.of(names)), text);
    }

    private static String selected(HeaderSelection selection, String text) {
        byte[] kept = selection.of(text.getBytes(StandardCharsets.ISO_8859_1));
        return new String(kept, StandardCharsets.ISO_8859_1);
    }

    @Test
    void knowsItsFields() {
        var header = block(HEADER);
        assertThat(header.fields().stream().map(HeaderField::name))
                .containsExactly("Subject", "x-A", "To", "subject", "X-B");
        assertThat(header.value("SUBJECT")).isEqualTo("one two three");
        assertThat(header.all("Subject")).hasSize(2);
        assertThat(header.value("X-A")).isEqualTo("1");
        assertThat(header.value("to")).isEmpty();
        assertThat(header.first("Body")).isNull();
        assertThat(header.value("X-B")).isEqualTo("bé"); // windows-1252, since it is no UTF-8
    }

    /** RFC 3501 §6.4.5: the octets as they are, and the delimiting empty line always. */
    @Test
    void selectsOctets() {
        assertThat(only(HEADER, "SUBJECT", "X-None"))
                .isEqualTo("Subject: one\r\n two\r\n\tthree\r\nsubject: again\r\n\r\n");
        assertThat(only(HEADER)).isEqualTo("\r\n");
        assertThat(except(HEADER, "subject", "to", "x-a", "x-b"))
                .isEqualTo("From x Mon Nov 22 03:18:07 2026\r\nno field\r\n\r\n");
        assertThat(except(HEADER)).isEqualTo(HEADER.substring(0, HEADER.indexOf("Body")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r"})
    void takesAnyLineEnd(String end) {
        var header = block(String.join(end, "A: 1", " 2", "B: 3", "", "C: 4"));
        assertThat(header.fields()).hasSize(2);
        assertThat(header.value("a")).isEqualTo("1 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "A",
                "A:",
                ":",
                " x",
                "A: 1\r\n ",
                "A: 1\r",
                "\u00e9: x",
                "A:\r\n\r\n"
            })
    void neverFails(String text) {
        assertThat(except(text)).endsWith("\r\n");
    }

    @Test
    void valuesAreOneLineOfValidText() {
        var header = block("A: x\0y\r\n\tz\u0007=?utf-8?Q?=0D=0ABcc:_b?=\r\n\r\n");
        assertThat(header.value("A")).isEqualTo("xy z   Bcc: b");
    }
}

package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bocau.message.HeaderSection.HeaderTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields can be taken out and put on top; every other octet stays. */
class HeaderSectionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A: 1\r\n",
                "A: 1\r\n\r\n",
                "A: 1\r\n\r\nbody\r\n",
                "A: 1\r\n folded\r\n\tonce more\r\nB:\r\n\r\n\r\nbody",
                "\r\nbody",
                "A : blank before the colon\r\n\r\n",
                "X: th\u00c6\u00b0\r\n\r\n",
            })
    void givesBackWhatItRead(String message) throws Exception {
        assertThat(passedThrough(message)).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({
        "'just text\r\n', '\r\njust text\r\n'",
        "'A: 1\r\nno field\r\nrest\r\n', 'A: 1\r\n\r\nno field\r\nrest\r\n'",
        "' folds nothing\r\n', '\r\n folds nothing\r\n'",
        "': no name\r\n', '\r\n: no name\r\n'",
    })
    void addsTheEmptyLineThatABodyLacks(String message, String stored) throws Exception {
        assertThat(passedThrough(message)).isEqualTo(stored);
    }

    @Test
    void takesOutFieldsWithTheirContinuations() throws Exception {
        var header = read("To: a\r\nBcc: b,\r\n c\r\nSubject: x\r\nBCC: d\r\n\r\n");
        var rest = header.without(field -> field.name().equalsIgnoreCase("bcc"));

        assertThat(text(rest)).isEqualTo("To: a\r\nSubject: x\r\n\r\n");
        assertThat(rest.has("to")).isTrue();
        assertThat(rest.has("Bcc")).isFalse();
    }

    @Test
    void putsFieldsOnTop() throws Exception {
        var header = read("To: a\r\n\r\n").with("Date: now").with("From: <a@b.example>");

        assertThat(text(header)).isEqualTo("From: <a@b.example>\r\nDate: now\r\nTo: a\r\n\r\n");
    }

    @Test
    void unfoldsValues() throws Exception {
        var header = read("Subject:  one\r\n two \r\nsubject: three\r\n\r\n");

        assertThat(header.all("Subject"))
                .extracting(HeaderSection.Field::value)
                .containsExactly("one two", "three");
    }

    @Test
    void isBounded() {
        assertThatThrownBy(() -> read("A: " + "x".repeat(2000) + "\r\n\r\n"))
                .isInstanceOf(HeaderTooLargeException.class);
        assertThatThrownBy(() -> read("A: 1\r\n".repeat(60) + "\r\n"))
                .isInstanceOf(HeaderTooLargeException.class);
    }

    private static HeaderSection read(String message) throws IOException, HeaderTooLargeException {
        return HeaderSection.read(in(message), 1000, 50);
    }

    private static String passedThrough(String message) throws Exception {
        var in = in(message);
        var out = new ByteArrayOutputStream();
        HeaderSection.read(in, 1000, 50).writeTo(out);
        in.transferTo(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static String text(HeaderSection header) throws IOException {
        var out = new ByteArrayOutputStream();
        header.writeTo(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static ByteArrayInputStream in(String message) {
        return new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1));
    }
}

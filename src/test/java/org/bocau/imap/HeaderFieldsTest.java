package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderFieldsTest {
    private static final String HEADER =
            "To: a\r\nSubject: one\r\n two\r\nX-Y : odd\r\nto: b\r\nno colon\r\n\r\nTo: body\r\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "to | 'To: a;to: b;;'",
                "SUBJECT | 'Subject: one; two;;'",
                "x-y | 'X-Y : odd;;'",
                "none | ';'"
            })
    void keepsFieldsAsTheyAre(String name, String expected) {
        assertThat(fields(List.of(name), false)).isEqualTo(expected.replace(";", "\r\n"));
    }

    @org.junit.jupiter.api.Test
    void orAllOthers() {
        assertThat(fields(List.of("to", "x-y"), true))
                .isEqualTo("Subject: one\r\n two\r\nno colon\r\n\r\n");
    }

    private static String fields(List<String> names, boolean others) {
        byte[] header = HEADER.getBytes(StandardCharsets.ISO_8859_1);
        byte[] kept = new HeaderFields(names, others).from(header);
        return new String(kept, StandardCharsets.ISO_8859_1);
    }
}

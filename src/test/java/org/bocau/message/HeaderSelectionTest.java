package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BODY[HEADER.FIELDS] and its opposite. RFC 3501 §6.4.5. */
class HeaderSelectionTest {
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
        var selection = others ? HeaderSelection.except(names) : HeaderSelection.only(names);
        byte[] kept = selection.of(HEADER.getBytes(StandardCharsets.ISO_8859_1));
        return new String(kept, StandardCharsets.ISO_8859_1);
    }
}

package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Selecting from the usual fields is selecting from the header. */
class UsualFieldsTest {
    private static final String HEADER =
            "Received: from a\r\n by b\r\nSUBJECT: one\r\n two\r\nX-Spam: no\r\nTo : c\r\nlist-id: <l>\r\n\r\n";

    @Test
    void areWhatClientsAskFor() {
        assertThat(UsualFields.include(List.of("From", "x-priority", "IN-REPLY-TO"))).isTrue();
        assertThat(UsualFields.include(List.of("From", "Received"))).isFalse();
        assertThat(UsualFields.include(List.of(""))).isFalse();
    }

    @Test
    void keepOctetsAndOrder() {
        byte[] header = HEADER.getBytes(StandardCharsets.US_ASCII);
        byte[] usual = UsualFields.of(header);
        assertThat(new String(usual, StandardCharsets.US_ASCII))
                .isEqualTo("SUBJECT: one\r\n two\r\nTo : c\r\nlist-id: <l>\r\n\r\n");
        var selection = HeaderSelection.only(List.of("to", "subject"));
        assertThat(selection.of(usual)).isEqualTo(selection.of(header));
    }
}

package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageComposerTest {
    @Test
    void writesDatesAndIdentifiers() {
        var time = OffsetDateTime.parse("2026-11-03T03:18:07+07:00");
        assertThat(MessageComposer.date(time)).isEqualTo("Tue, 3 Nov 2026 03:18:07 +0700");
        assertThat(DateReader.read(MessageComposer.date(time))).isEqualTo(time);
        var id = MessageComposer.messageId("mail.example.org");
        assertThat(id).matches("<[A-Za-z0-9_-]{22}@mail\\.example\\.org>");
        assertThat(MessageComposer.messageId("mail.example.org")).isNotEqualTo(id);
    }

    @Test
    void foldsText() {
        assertThat(MessageComposer.field("Subject", "hello")).isEqualTo("Subject: hello\r\n");
        assertThat(MessageComposer.field("Subject", "a\r\nBcc: b\0"))
                .isEqualTo("Subject: a  Bcc: b\r\n");
        assertThat(MessageComposer.field("Subject", "")).isEqualTo("Subject: \r\n");
        assertThat(MessageComposer.field("Subject", "Thư"))
                .isEqualTo("Subject: =?utf-8?B?VGjGsA==?=\r\n");
        assertThat(MessageComposer.field("Subject", "=?x?")).contains("=?utf-8?");
        var line = MessageComposer.field("Subject", "word ".repeat(40) + "x".repeat(2000));
        assertThat(line.lines()).allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(78));
        assertThatIllegalArgumentException().isThrownBy(() -> MessageComposer.field("a b", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> MessageComposer.field("", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> MessageComposer.field("a:\r\n", "x"));
    }

    @Test
    void writesAddresses() {
        var list =
                List.of(
                        new HeaderAddress("Nguyen, An", "an@x.org", null),
                        new HeaderAddress("Bình", "b@x.org", null),
                        new HeaderAddress(null, "c@x.org", null),
                        new HeaderAddress("D. \"E\"", "\"d e\"@x.org", null));
        assertThat(MessageComposer.field("To", list))
                .isEqualTo(
                        Messages.crlf(
                                """
                                To: "Nguyen, An" <an@x.org>, =?utf-8?B?QsOsbmg=?= <b@x.org>, c@x.org,
                                 "D. \\"E\\"" <"d e"@x.org>
                                """));
        var bad = List.of(new HeaderAddress("x", "a@x.org>,<b@x.org", null));
        assertThatIllegalArgumentException().isThrownBy(() -> MessageComposer.field("To", bad));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsWrittenIsReadBack(long seed) {
        var random = new Random(seed);
        String[] hard = {
            "a", " ", "ư", "😀", "=?", "?=", ",", "\"", "(", "\\", "longer-word", "日本"
        };
        var text = new StringBuilder("x");
        for (int n = random.nextInt(80); n > 0; n--) {
            text.append(hard[random.nextInt(hard.length)]);
        }
        var expected = text.toString().strip();
        var field = MessageComposer.field("Subject", text.toString());
        var header = HeaderBlock.parse(field.getBytes(StandardCharsets.UTF_8));
        assertThat(header.fields()).hasSize(1);
        assertThat(header.value("Subject")).isEqualTo(expected);
        var to = MessageComposer.field("To", List.of(new HeaderAddress(expected, "a@x.org", null)));
        assertThat(
                        HeaderAddress.list(
                                HeaderBlock.parse(to.getBytes(StandardCharsets.UTF_8))
                                        .all("To")
                                        .getFirst()
                                        .text()))
                .containsExactly(new HeaderAddress(expected, "a@x.org", null));
        assertThat((field + to).lines())
                .allSatisfy(l -> assertThat(l).isNotBlank().hasSizeLessThan(998));
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }
}

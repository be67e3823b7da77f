package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartTest {
    /** The message RFC 3501 §6.4.5 numbers the parts of. */
    private static final String RFC_3501 =
            """
            Subject: top
            Content-Type: multipart/mixed; boundary=a

            --a
            Content-Type: text/plain

            one
            --a
            Content-Type: application/octet-stream

            two
            --a
            Content-Type: message/rfc822

            Subject: three
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain

            three.one
            --b
            Content-Type: application/octet-stream

            three.two
            --b--
            --a
            Content-Type: multipart/mixed; boundary=c

            --c
            Content-Type: image/gif

            four.one
            --c
            Content-Type: message/rfc822

            Subject: four.two
            Content-Type: multipart/mixed; boundary=d

            --d
            Content-Type: text/plain

            four.two.one
            --d
            Content-Type: multipart/alternative; boundary=e

            --e
            Content-Type: text/plain

            four.two.two.one
            --e
            Content-Type: text/richtext

            four.two.two.two
            --e--
            --d--
            --c--
            --a--
            """;

    @ParameterizedTest
    @CsvSource({
        "'', multipart/mixed,",
        "1, text/plain, one",
        "2, application/octet-stream, two",
        "3, message/rfc822,",
        "3.1, text/plain, three.one",
        "3.2, application/octet-stream, three.two",
        "4, multipart/mixed,",
        "4.1, image/gif, four.one",
        "4.2, message/rfc822,",
        "4.2.1, text/plain, four.two.one",
        "4.2.2, multipart/alternative,",
        "4.2.2.1, text/plain, four.two.two.one",
        "4.2.2.2, text/richtext, four.two.two.two",
        "0, ,",
        "5, ,",
        "1.1, ,",
        "3.3, ,",
        "3.1.1, ,",
        "4.2.2.3, ,",
    })
    void findsTheSectionsOfRfc3501(String section, String type, String content) {
        var message = Messages.wellFormed(Messages.parse(RFC_3501));
        var found = message.root().find(numbers(section));
        if (type == null) {
            assertThat(found).isNull();
            return;
        }
        var part = Objects.requireNonNull(found);
        assertThat(part.type() + "/" + part.subtype()).isEqualTo(type);
        if (content != null) {
            var all = Messages.crlf(RFC_3501);
            assertThat(all.substring((int) part.bodyStart(), (int) part.bodyEnd()))
                    .isEqualTo(content);
            assertThat(part.lines()).isEqualTo(1);
        }
    }

    @Test
    void nestedMessagesKnowTheirHeaders() {
        var all = Messages.crlf(RFC_3501);
        var three = Objects.requireNonNull(Messages.parse(RFC_3501).root().find(List.of(3)));
        var nested = three.children().getFirst();
        assertThat(three.nestedMessage()).isTrue();
        assertThat(nested.headerStart()).isEqualTo(three.bodyStart());
        assertThat(all.substring((int) nested.headerStart(), (int) nested.bodyStart()))
                .isEqualTo("Subject: three\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n");
    }

    @Test
    void onePartMessagesAndNestedOnesAreTheirOwnPartOne() {
        var plain = Messages.parse("Subject: x\n\nhello\n").root();
        assertThat(plain.find(List.of(1))).isSameAs(plain);
        assertThat(plain.find(List.of(2))).isNull();
        assertThat(plain.find(List.of(1, 1))).isNull();
        var forwarded =
                Messages.parse("Content-Type: message/rfc822\n\nSubject: y\n\nhello\n").root();
        assertThat(forwarded.find(List.of(1))).isSameAs(forwarded);
        assertThat(forwarded.find(List.of(1, 1))).isSameAs(forwarded.children().getFirst());
        assertThat(forwarded.find(List.of(1, 2))).isNull();
    }

    @Test
    void encodedTreesComeBackAndDamagedOnesAreRefused() {
        var root = Messages.parse(RFC_3501).root();
        byte[] encoded = root.encode();
        assertThat(Part.decode(encoded)).isEqualTo(root);
        assertThat(encoded.length).isLessThan(600);
        for (int length = 0; length < encoded.length; length++) {
            byte[] cut = Arrays.copyOf(encoded, length);
            assertThatIllegalArgumentException().isThrownBy(() -> Part.decode(cut));
        }
    }

    private static List<Integer> numbers(String section) {
        var numbers = new ArrayList<Integer>();
        for (var number : section.split("\\.")) {
            if (!number.isEmpty()) {
                numbers.add(Integer.valueOf(number));
            }
        }
        return numbers;
    }
}

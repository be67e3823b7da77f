package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderAddressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "an@x.org | -/an@x.org",
                "<an@x.org> | -/an@x.org",
                "An <an@x.org> | An/an@x.org",
                "An Nguyen <an@x.org>, binh@x.org | An Nguyen/an@x.org -/binh@x.org",
                "\"Nguyen, An\" <an@x.org> | Nguyen, An/an@x.org",
                "\"a\\\"b\" <an@x.org> | a\"b/an@x.org",
                "John Q. Public <j@x.org> | John Q. Public/j@x.org",
                "=?utf-8?Q?B=C3=ACnh?= <b@x.org> | Bình/b@x.org",
                "\"=?utf-8?Q?B=C3=ACnh?=\" <b@x.org> | Bình/b@x.org",
                "=?utf-8?Q?a=2C_b?= <b@x.org> | a, b/b@x.org", // a comma that is encoded splits
                // nothing
                "Bình <b@x.org> | Bình/b@x.org",
                "an@x.org (An Nguyen) | An Nguyen/an@x.org",
                "An (hi (there)) <an@x.org> (bye) | An/an@x.org",
                "(only a comment) |",
                "staff:an@x.org, Binh <b@x.org>;, c@x.org | [staff]-/an@x.org [staff]Binh/b@x.org -/c@x.org",
                "undisclosed-recipients:; |",
                "A group: an@x.org | [A group]-/an@x.org", // the semicolon is missing
                "<@a.org,@b.org:an@x.org> | -/an@x.org", // obsolete route
                "\"a b\"@x.org | -/\"a b\"@x.org",
                "<\"a@b\"@x.org> | -/\"a@b\"@x.org",
                "an @ x . org | -/an@x.org", // RFC 5322 §4.4
                "an@[1.2.3.4] | -/an@[1.2.3.4]",
                "an@[IPv6:::1] | -/an@[IPv6:::1]",
                "An an@x.org | An/an@x.org", // brackets missing
                "An <an@x.org, Binh <b@x.org> | An/an@x.org Binh/b@x.org",
                "An <an@x.org> Binh <b@x.org> | An/an@x.org Binh/b@x.org", // comma missing
                "<an@x.org> <b@x.org> | -/an@x.org -/b@x.org",
                "root | -/root",
                "Just A Name |",
                "<> |",
                "An <> |",
                ", ,, | ",
                "an@x.org,, b@x.org, | -/an@x.org -/b@x.org",
                "a@b@x.org | -/\"a@b\"@x.org",
                "\"no end <an@x.org> | -/no end <an@x.org>", // a mess, kept as text
                ">:;<(\" |",
                "comment-ends-in-backslash (x\\ | x\\/comment-ends-in-backslash",
            })
    void readsLists(String text, String expected) {
        var shown =
                HeaderAddress.list(text).stream()
                        .map(a ->
                                (a.group() == null ? "" : "[" + a.group() + "]")
                                        + (a.name() == null ? "-" : a.name())
                                        + "/"
                                        + a.address())
                        .collect(Collectors.joining(" "));
        assertThat(shown).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void readsNoMoreThanAThousand() {
        assertThat(HeaderAddress.list("a@x.org, ".repeat(10_000))).hasSizeBetween(999, 1001);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(", "\"", "<", "<<@", ":", "a:", "a b ", "[", ",", "a. ", "\\", "(\\", "@ "
            })
    void takesLinearTime(String flood) {
        var text = flood.repeat(1_000_000 / flood.length());
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> assertThat(HeaderAddress.list(text)).isNotNull());
    }

    @Test
    void saysWhichCanBeSentTo() {
        var list = HeaderAddress.list("An <an@x.org>, root, a@-x.org");
        assertThat(list.get(0).emailAddress()).contains(EmailAddress.parse("an@x.org"));
        assertThat(list.get(1).emailAddress()).isEmpty();
        assertThat(list.get(2).emailAddress()).isEmpty();
        assertThat(list.get(0).display()).isEqualTo("An");
        assertThat(list.get(1).display()).isEqualTo("root");
    }
}

package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EmailAddressTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "an@example.org | an | example.org | an@example.org",
                "An@EXAMPLE.Org | An | example.org | An@example.org",
                "a.b+tag@example.org | a.b+tag | example.org | a.b+tag@example.org",
                "\"a b\"@x.org | a b | x.org | \"a b\"@x.org",
                "\"plain\"@x.org | plain | x.org | plain@x.org",
                "\"a\\\"b\\\\c\"@x.org | a\"b\\c | x.org | \"a\\\"b\\\\c\"@x.org",
                "\"a@b\"@x.org | a@b | x.org | \"a@b\"@x.org",
                "\".a\"@x.org | .a | x.org | \".a\"@x.org",
                "an@localhost | an | localhost | an@localhost",
                "an@1and1.example | an | 1and1.example | an@1and1.example",
                "an@[127.0.0.1] | an | [127.0.0.1] | an@[127.0.0.1]",
                "an@[IPv6:2001:DB8::1] | an | [IPv6:2001:db8::1] | an@[IPv6:2001:db8::1]",
                "an@[ipv6:::1] | an | [IPv6:::1] | an@[IPv6:::1]",
                "an@[IPv6:::ffff:1.2.3.4] | an | [IPv6:::ffff:1.2.3.4] | an@[IPv6:::ffff:1.2.3.4]",
                "thư@bồcâu.example | thư | xn--bcu-jla7349a.example | thư@xn--bcu-jla7349a.example",
                "an@straße.example | an | xn--strae-oqa.example | an@xn--strae-oqa.example",
                "an@BÜCHER.example | an | xn--bcher-kva.example | an@xn--bcher-kva.example",
                "an@例え.テスト | an | xn--r8jz45g.xn--zckzah | an@xn--r8jz45g.xn--zckzah",
                "an@ｅｘａｍｐｌｅ.org | an | example.org | an@example.org",
            })
    void readsWhatTheGrammarAllows(String text, String local, String domain, String shown) {
        var address = EmailAddress.parse(text);
        assertThat(address.localPart()).isEqualTo(local);
        assertThat(address.domain()).isEqualTo(domain);
        assertThat(address).hasToString(shown);
        assertThat(EmailAddress.parse(shown)).isEqualTo(address);
    }

    @Test
    void allowsEveryAtext() {
        var atext = "!#$%&'*+-/=?^_`{|}~@example.org";
        assertThat(EmailAddress.parse(atext)).hasToString(atext);
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesWhatTheGrammarDoesNot(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> EmailAddress.parse(text));
    }

    static Stream<String> bad() {
        return Stream.of(
                "",
                "an",
                "@x.org",
                "\"\"@x.org", // Dovecot's crash, CVE-2020-10967
                "an@",
                ".an@x.org",
                "an.@x.org",
                "a..n@x.org",
                "a n@x.org",
                "a,n@x.org",
                "a\"n@x.org",
                "\"an@x.org",
                "\"an\\",
                "\"an\"x@x.org",
                "an@x..org",
                "an@.x.org",
                "an@x.org.",
                "an@-x.org",
                "an@x-.org",
                "an@x_y.org",
                "an@x.org>",
                "an@x.org SIZE=1",
                "an@@x.org",
                "an@x@y.org",
                "an@[1.2.3]",
                "an@[1.2.3.4.5]",
                "an@[1.2.3.256]",
                "an@[1.2.3.4",
                "an@[IPv6:1:2:3:4:5:6:7]",
                "an@[IPv6:1:2:3:4:5:6:7:8:9]",
                "an@[IPv6:1::2::3]",
                "an@[IPv6:12345::]",
                "an@[IPv6:1:2:3:4:5:6:7::]", // :: is at least two groups
                "an@[x:y]",
                "an@[]",
                "an\r\n@x.org",
                "\"an\r\nRCPT TO:<b@x.org>\"@x.org",
                "\"a\0\"@x.org",
                "\"a\u007f\"@x.org",
                "\"a\tb\"@x.org",
                "a\u0085n@x.org",
                "a\u2028n@x.org",
                "a\ud800n@x.org",
                "an@x\r\n.org",
                "an@x\0.org",
                "an@x。org", // U+3002 is no dot in RFC 6531
                "an@a\u200db.org",
                "an@\u0301a.org",
                "an@☃.example", // a symbol is not valid in IDNA 2008
                "a".repeat(65) + "@x.org",
                "ư".repeat(33) + "@x.org",
                "an@" + "a".repeat(64) + ".org",
                "an@" + "abcdefghi.".repeat(25) + "abcdef",
                "an@" + "ư".repeat(60) + ".org");
    }

    @Test
    void allowsTheLongestOfEach() {
        assertThat(
                        EmailAddress.parse("a".repeat(64) + "@" + "abcdefghi.".repeat(25) + "abcde")
                                .domain())
                .hasSize(255);
        assertThat(EmailAddress.parse("an@" + "a".repeat(63) + ".org").domain()).hasSize(67);
    }

    /** U+560D and U+560A end in the octets of CR and LF when a char is cut to a byte. */
    @Test
    void lowOctetsOfWideCharactersStayHarmless() {
        var address = EmailAddress.parse("a嘍嘊b@嘍嘊.example");
        var octets = address.toString().getBytes(StandardCharsets.UTF_8);
        assertThat(octets).doesNotContain('\r', '\n');
        assertThat(address.domain()).isEqualTo(address.domain().toLowerCase(Locale.ROOT));
        assertThat(address.internationalized()).isTrue();
    }

    @Test
    void canonicalComparesWithoutCaseAndComposition() {
        assertThat(EmailAddress.parse("Thư.An@X.org").canonical())
                .isEqualTo(EmailAddress.parse("thu\u031b.an@x.ORG").canonical())
                .hasToString("thư.an@x.org");
        assertThat(EmailAddress.parse("an@x.org").internationalized()).isFalse();
        assertThat(EmailAddress.parse("an@bồcâu.org").internationalized()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anythingEitherComesBackOrIsRefused(long seed) {
        var random = new Random(seed);
        String[] hard = {
            "a", ".", "@", "\"", "\\", "[", "]", ":", "1", "-", "ư", "\r", "嘊", " ", "😀"
        };
        var text = new StringBuilder();
        for (int n = random.nextInt(12); n > 0; n--) {
            text.append(hard[random.nextInt(hard.length)]);
        }
        EmailAddress address;
        try {
            address = EmailAddress.parse(text.append("@x.org").toString());
        } catch (IllegalArgumentException e) {
            return;
        }
        assertThat(EmailAddress.parse(address.toString())).isEqualTo(address);
        assertThat(EmailAddress.parse(address.canonical().toString()))
                .isEqualTo(address.canonical().canonical());
    }

    static IntStream seeds() {
        return IntStream.range(0, 400);
    }
}

package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedWordTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "plain|plain",
                "|",
                "=?utf-8?Q?Th=C6=B0?=|Thư",
                "=?UTF-8?q?a_b?=|a b",
                "=?utf-8?B?VGjGsA==?=|Thư",
                "=?utf-8?b?VGjGsA?=|Thư", // padding forgotten
                "=?iso-8859-1?q?a=E9?=|aé",
                "=?us-ascii*en?Q?hello?=|hello", // RFC 2231 §5
                "=?utf-8?Q??=|",
                "x =?utf-8?q?=C3=A9?= y|x é y",
                "=?utf-8?q?a?= =?utf-8?q?b?=|ab", // RFC 2047 §6.2
                "=?utf-8?q?a?= \t  =?iso-8859-1?q?=E9?=|aé",
                "=?utf-8?q?a?= b =?utf-8?q?c?=|a b c",
                "=?utf-8?Q?=C6?= =?utf-8?Q?=B0?=|ư", // a character cut in two
                "=?utf-8?B?xg==?= =?utf-8?Q?=B0?=|ư",
                "=?iso-2022-jp?B?GyRCJDMbKEI=?= =?iso-2022-jp?B?GyRCJHMbKEI=?=|こん",
                "=?gb2312?B?xOO6ww==?=|你好",
                "=?big5?B?p0Gmbg==?=|你好",
                "=?euc-kr?B?vsiz5w==?=|안녕",
                "=?koi8-r?B?8NLJ18XU?=|Привет",
                "=?windows-1258?Q?Th=FD?=|Thư",
                "a=?utf-8?q?b?=c|abc", // not allowed, and common
                "=?utf-8?Q?Hello World?=|Hello World", // spaces are not allowed either
                "=?utf-8?Q?=ZZ=4?=|=ZZ=4",
                "=?x-unknown?Q?caf=C3=A9?=|café",
                "=?${jndi:ldap}?Q?x?=|x",
                "=?utf-8?Q?no end|=?utf-8?Q?no end",
                "=?utf-8?X?abc?=|=?utf-8?X?abc?=",
                "=?utf-8?Q?a?b?=|=?utf-8?Q?a?b?=",
                "=??Q?a?=|=??Q?a?=",
                "=?=?utf-8?Q?a?=|=?a",
                "=?|=?",
                "=?utf-8|=?utf-8",
                "=?utf-8?Q|=?utf-8?Q",
                "=?utf-8?Q?|=?utf-8?Q?",
                "=?utf-8?Q?=FF?=|\ufffd",
            })
    void decodes(String text, String decoded) {
        assertThat(EncodedWord.decode(text == null ? "" : text))
                .isEqualTo(decoded == null ? "" : decoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=?",
                "=?utf-8?Q?",
                "=?utf-8?Q?a",
                "=?utf-8?Q?a?= ",
                "=?a?b?c?",
                "?=",
                "=?=?utf-8?"
            })
    void takesLinearTime(String flood) {
        var text = flood.repeat(1_000_000 / flood.length());
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> assertThat(EncodedWord.decode(text)).isNotNull());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsEncodedComesBack(long seed) {
        var random = new Random(seed);
        String[] hard = {"a", " ", "ư", "😀", "=?", "?=", "_", "=", "\"", "(", "日本語", "Thư mới "};
        var text = new StringBuilder("x");
        for (int n = random.nextInt(60); n > 0; n--) {
            text.append(hard[random.nextInt(hard.length)]);
        }
        var words = EncodedWord.words(text.toString(), 40 + random.nextInt(36));
        assertThat(words).allSatisfy(word -> assertThat(word).hasSizeLessThanOrEqualTo(75));
        assertThat(words)
                .allSatisfy(word -> assertThat(EncodedWord.decode(word)).doesNotContain("\ufffd"));
        var line = String.join(" ", words);
        assertThat(Ascii.isAscii(line)).isTrue();
        assertThat(EncodedWord.decode(line)).isEqualTo(text.toString());
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }
}

package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModifiedUtf7Test {
    @ParameterizedTest
    @CsvSource({
        "INBOX, INBOX",
        "Tom & Jerry, Tom &- Jerry",
        "~peter/mail/台北/日本語, '~peter/mail/&U,BTFw-/&ZeVnLIqe-'", // RFC 3501 §5.1.3
        "Thư mới, Th&AbA- m&Hts-i",
        "☺, &Jjo-",
        "😀, &2D3eAA-",
        "a\u00e9&\u00e9, a&AOk-&-&AOk-"
    })
    void goesBothWays(String name, String wire) {
        assertThat(ModifiedUtf7.encode(name)).isEqualTo(wire);
        assertThat(ModifiedUtf7.decode(wire)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&", // not ended
                "a&b", // a bare ampersand
                "&Jjo", // not ended
                "&Jjo!-", // no base64
                "&AGE-", // ASCII must stand for itself
                "&ACY-", // so must the ampersand
                "&AAA-", // NUL
                "&Jjp-", // bits after the last unit
                "&Jj-", // half a unit
                "&U,BTFw-&ZeVnLIqe-", // two runs where one would do
                "&2D0-", // half a surrogate pair
                "&3gDYPQ-", // the halves in the wrong order
                "&/wA-", // the base64 of others
                "\u00e9", // raw octets above 127
                "a\tb"
            })
    void refusesWhatIsNotTheOnlySpelling(String wire) {
        assertThat(ModifiedUtf7.decode(wire)).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {4711, 1, 2, 3})
    void anyNameComesBack(long seed) {
        var random = new Random(seed);
        for (int n = 0; n < 500; n++) {
            var name = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                name.append(
                        random.nextBoolean() ? "&-aZ~ /+".charAt(random.nextInt(8)) : hard(random));
            }
            assertThat(ModifiedUtf7.decode(ModifiedUtf7.encode(name.toString())))
                    .isEqualTo(name.toString());
        }
    }

    private static String hard(Random random) {
        return Character.toString(random.nextBoolean() ? 0xa1 + random.nextInt(0x2000) : 0x1f600);
    }
}

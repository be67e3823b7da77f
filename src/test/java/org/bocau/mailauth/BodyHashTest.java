package org.bocau.mailauth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Canonical bodies. RFC 6376 §3.4.3 to §3.4.5. */
class BodyHashTest {
    /** In the table {@code \r}, {@code \n} and {@code \t} are written out, blanks as {@code _}. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            textBlock =
                    """
                    ``,                                    \\r\\n,                       ``
                    \\r\\n\\r\\n,                          \\r\\n,                       ``
                    _C_\\r\\nD_\\t_E\\r\\n\\r\\n\\r\\n,    _C_\\r\\nD_\\t_E\\r\\n,       _C\\r\\nD_E\\r\\n
                    a,                                     a\\r\\n,                      a\\r\\n
                    a\\r\\n_\\t\\r\\n,                     a\\r\\n_\\t\\r\\n,            a\\r\\n
                    \\r\\na\\r\\n,                         \\r\\na\\r\\n,                \\r\\na\\r\\n
                    a\\r\\n\\r\\nb\\r\\n,                  a\\r\\n\\r\\nb\\r\\n,         a\\r\\n\\r\\nb\\r\\n
                    _,                                     _\\r\\n,                      ``
                    a\\rb\\nc\\r,                          a\\rb\\nc\\r\\r\\n,           a\\rb\\nc\\r\\r\\n
                    """)
    void hashesTheCanonicalForm(String body, String simple, String relaxed) {
        assertThat(hash(Canonicalization.SIMPLE, body, 1)).isEqualTo(plain(simple));
        assertThat(hash(Canonicalization.SIMPLE, body, 3)).isEqualTo(plain(simple));
        assertThat(hash(Canonicalization.RELAXED, body, 1)).isEqualTo(plain(relaxed));
        assertThat(hash(Canonicalization.RELAXED, body, 100)).isEqualTo(plain(relaxed));
    }

    /** §3.7: l= counts octets of the canonical form. */
    @ParameterizedTest
    @CsvSource({"0, ''", "3, abc", "5, abc\\r\\n", "7, abc\\r\\nde", "100, abc\\r\\nde\\r\\n"})
    void stopsAtTheLimit(long limit, String hashed) {
        var hash = new BodyHash(Canonicalization.RELAXED, limit);
        byte[] body = octets("abc \\r\\nde\\r\\n\\r\\n");
        hash.update(body, 0, body.length);

        assertThat(hash.finish()).isEqualTo(plain(hashed));
        assertThat(hash.octets()).isEqualTo(9);
    }

    private static byte[] hash(Canonicalization form, String body, int most) {
        var hash = new BodyHash(form, Long.MAX_VALUE);
        byte[] octets = octets(body);
        var random = new Random(4711);
        for (int at = 0; at < octets.length; ) {
            int n = Math.min(octets.length - at, 1 + random.nextInt(most));
            hash.update(octets, at, n);
            at += n;
        }
        return hash.finish();
    }

    private static byte[] plain(String text) {
        return Algorithm.sha256().digest(octets(text));
    }

    private static byte[] octets(String text) {
        return text.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace('_', ' ')
                .getBytes(US_ASCII);
    }
}

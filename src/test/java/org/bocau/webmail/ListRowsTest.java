package org.bocau.webmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.bocau.mailclient.Correspondent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ListRowsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    Chào An,\\n\\nmai gặp nhé.       | Chào An, mai gặp nhé.
                    > said Binh\\n>> said An\\nYes.  | Yes.
                    one -- two                       | one -- two
                    one ---=== two _____             | one two
                    a\\t\\tb                         | a b
                    x --- --- y                      | x y
                    """)
    void aPreviewIsOneLine(String text, String line) {
        assertThat(ListRows.collapsed(text.replace("\\n", "\n").replace("\\t", "\t")))
                .isEqualTo(line);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isWhatTheExpressionsSay(long seed) {
        var random = new Random(seed);
        String[] pieces = {
            "a", "é", " ", "\n", "\t", "-", "--", "=", "_*", ">", "> ", "\r\n", "w w"
        };
        var text = new StringBuilder();
        for (int n = random.nextInt(40); n > 0; n--)
            text.append(pieces[random.nextInt(pieces.length)]);

        assertThat(ListRows.collapsed(text.toString()))
                .isEqualTo(
                        Correspondent.shown(
                                text.toString()
                                        .replaceAll("(?m)^[>\\s]*>.*$|[-=_*]{3,}", " ")
                                        .replaceAll("\\s+", " ")));
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }
}

package org.bocau.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code :matches}: what it finds, what its wildcards stand for, and what that costs. */
class GlobTest {
    private static List<String> found(String pattern, String text) {
        int[] points = text.codePoints().toArray();
        var bounds = Glob.of(pattern).match(points, _ -> {});
        if (bounds == null) {
            return List.of("-");
        }
        var found = new ArrayList<String>();
        for (int i = 0; i < bounds.length; i += 2) {
            found.add(new String(points, bounds[i], bounds[i + 1] - bounds[i]));
        }
        return found;
    }

    /** RFC 5229 §3.2: each wildcard as little as it may, from the left to the right. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "* | abc | abc",
                "* | ~~ | ~~",
                "~~ | ~~ | ~~",
                "? | ~~ | -",
                "? | ab | -",
                "*a* | banana | b,nana",
                "*a | banana | banan",
                "a*a | a | -",
                "a*a | aa | ~~",
                "*ana*ana* | bananana | b,n,",
                "*?b | aab | a,a",
                "**b* | aba | ,a,a",
                "?*? | abc | a,b,c",
                "*?n?n* | bananas | b,a,a,as",
                "\\\\*? | *x | x",
                "a\\\\?c | abc | -",
                "a\\\\\\\\c | a\\\\c | ~~",
                "*đơn ?? * | hóa đơn 12 tháng | ~hóa ,1,2,tháng~",
                "*? | 🐦🕊 | 🐦,🕊",
                "[*] ?* | [Hội phụ huynh] Họp lớp | Hội phụ huynh,H,ọp lớp"
            })
    void wildcardsTakeAsLittleAsTheyMay(String pattern, String text, String wanted) {
        assertThat(
                        String.join(
                                ",",
                                found(pattern.replace("\\\\", "\\"), text.replace("\\\\", "\\"))))
                .isEqualTo(wanted);
    }

    /** The definition itself: every way to divide the text, the first that fits. */
    private static boolean divide(String pattern, String text, List<String> found) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        char one = pattern.charAt(0);
        var rest = pattern.substring(1);
        int most = one == '*' ? text.length() : Math.min(1, text.length());
        for (int taken = one == '*' ? 0 : 1; taken <= most; taken++) {
            if (one != '*' && one != '?' && text.charAt(0) != one) {
                return false;
            }
            if (one == '*' || one == '?') {
                found.add(text.substring(0, taken));
            }
            if (divide(rest, text.substring(taken), found)) {
                return true;
            }
            if (one == '*' || one == '?') {
                found.removeLast();
            }
        }
        return false;
    }

    private static String random(Random random, String letters, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    @Test
    void findsWhatTheDefinitionFinds() {
        var random = new Random(5228);
        int matches = 0;
        for (int i = 0; i < 40_000; i++) {
            var pattern = random(random, "aab*?", random.nextInt(9));
            var text = random(random, "aab", random.nextInt(12));
            var wanted = new ArrayList<String>();
            boolean matching = divide(pattern, text, wanted);
            assertThat(found(pattern, text))
                    .as("%s of %s", pattern, text)
                    .isEqualTo(matching ? wanted : List.of("-"));
            matches += matching ? 1 : 0;
        }
        assertThat(matches).isBetween(5_000, 35_000);
    }

    /** Of one word of bits, of several, and longer than is looked for at once. */
    @ParameterizedTest
    @CsvSource({"1", "63", "64", "65", "128", "700", "1024", "1025", "3000"})
    void findsLongPieces(int length) {
        var random = new Random(length);
        for (int i = 0; i < 20; i++) {
            var piece = random(random, "ab", length);
            var before = random(random, "ab", random.nextInt(3 * length));
            var after = random(random, "ab", random.nextInt(200));
            var text = before + piece + after;
            int start = text.indexOf(piece);
            int hidden = random.nextInt(length);
            assertThat(found("*" + piece + "*", text))
                    .containsExactly(text.substring(0, start), text.substring(start + length));
            assertThat(found("*c" + piece + "*", text)).containsExactly("-");
            assertThat(found("*" + piece + "c*", text)).containsExactly("-");
            var holed = piece.substring(0, hidden) + "?" + piece.substring(hidden + 1);
            assertThat(found("*" + holed + "*c", text + "c")).element(1).isIn("a", "b");
        }
    }

    /** A text that begins the pattern everywhere costs about what any other does. */
    @Test
    void costsNoMoreForATextThatIsMadeForIt() {
        int[] text = new int[300_000];
        Arrays.fill(text, 'a');
        for (var pattern :
                List.of("*" + "a".repeat(500) + "b*", "*" + "?a".repeat(250) + "b*", "*a*b*")) {
            var cost = new AtomicLong();
            assertThat(Glob.of(pattern).match(text, cost::addAndGet)).isNull();
            assertThat(cost.get()).as(pattern).isLessThan(20L * text.length);
        }
    }
}

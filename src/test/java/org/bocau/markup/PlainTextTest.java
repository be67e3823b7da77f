package org.bocau.markup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.bocau.markup.PlainText.Token;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain text becomes tokens: nothing is lost, links lead only where links may. */
class PlainTextTest {
    @ParameterizedTest
    @CsvSource({
        "see https://example.org/a?b=1. Bye, https://example.org/a?b=1",
        "(http://example.org/x_(y)), http://example.org/x_(y)",
        "<https://example.org>, https://example.org",
        "www.example.org/trang, https://www.example.org/trang",
        "an@example.org, /compose?mailto=mailto%3Aan%40example.org",
        "viết cho an@example.org nhé, /compose?mailto=mailto%3Aan%40example.org"
    })
    void findsLinks(String text, String href) {
        assertThat(PlainText.tokens(text)).extracting(Token::href).contains(href);
    }

    @Tag("T25")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@a.co?]<img/src=\"x\"/onerror=alert(1)>",
                "[1] http://x\"onmouseover=alert(1)",
                "http://x.example/'><script>alert(1)</script>",
                "javascript:alert(1) data:text/html,x vbscript:x file:///etc/passwd",
                "http://user:pass@evil.example/",
                "https://example.org\\@evil.example"
            })
    void neverMakesALinkOfMore(String text) {
        var tokens = PlainText.tokens(text);
        assertThat(String.join("", tokens.stream().map(Token::text).toList())).isEqualTo(text);
        for (var token : tokens) {
            if (token.href() == null) continue;
            assertThat(token.href())
                    .matches("(https?://|/compose\\?mailto=)[^\\s\"<>]*")
                    .doesNotContain("@evil");
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void losesNothing(long seed) {
        var random = new Random(seed);
        String[] hard = {
            "http://", "a@b.c", "www.", ".", ")", "(", "\"", "<", ">", " ", "\n", "đ", "mailto:",
            "x.y", "]"
        };
        var text = new StringBuilder();
        for (int n = random.nextInt(30); n > 0; n--) text.append(hard[random.nextInt(hard.length)]);
        var tokens = PlainText.tokens(text.toString());
        assertThat(String.join("", tokens.stream().map(Token::text).toList()))
                .isEqualTo(text.toString());
    }

    @Test
    void foldsAQuotationAtTheEnd() {
        var text =
                PlainText.of(
                        "Answer\n\nOn Monday Bình wrote:\n> a\n> b\n> c\n>> d\n> e\n",
                        false,
                        false);
        assertThat(text.open()).hasSize(1);
        assertThat(text.quotation()).extracting(PlainText.Block::depth).containsExactly(0, 1, 2, 1);
        assertThat(text.open().getFirst().tokens().getFirst().text()).isEqualTo("Answer\n\n");
    }

    @Test
    void foldsNothingWhenTheMessageIsAllQuotationOrGoesOnBelow() {
        assertThat(PlainText.of("> a\n> b\n> c\n> d\n> e\n> f\n", false, false).quotation())
                .isEmpty();
        assertThat(PlainText.of("x\n> a\n> b\n> c\n> d\n> e\nAnswer\n", false, false).quotation())
                .isEmpty();
    }

    @Test
    void joinsFlowedParagraphs() { // RFC 3676 §4.1
        var text = PlainText.of("One \ntwo \nthree\n \n> quoted \n> on\n-- \nAn", true, false);
        assertThat(text.blocks().getFirst().tokens().getFirst().text())
                .isEqualTo("One two three\n\n");
        assertThat(text.blocks().get(1).tokens().getFirst().text()).isEqualTo("quoted on\n");
        assertThat(text.blocks().get(2).tokens().getFirst().text()).isEqualTo("-- \nAn\n");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatWasFlowedReadsTheSameAgain(long seed) {
        var random = new Random(seed);
        String[] words = {
            "một ", "hai ", "from ", "From ", "a", "-- ", "dàidàidài ", "xin chào ", ". "
        };
        var line = new StringBuilder();
        for (int n = random.nextInt(60); n > 0; n--)
            line.append(words[random.nextInt(words.length)]);
        var text = line.toString().stripTrailing();
        var wire = FlowedText.flow(text);
        assertThat(wire.lines().allMatch(l -> l.length() <= 990)).isTrue();
        var read = FlowedText.unflow(wire, false);
        assertThat(read).allMatch(l -> l.depth() == 0);
        assertThat(String.join("\n", read.stream().map(PlainText.Line::text).toList()))
                .isEqualTo(text);
    }

    @Test
    void cutsWhatHasNoSpaces() {
        var wire = FlowedText.flow("x".repeat(5000));
        assertThat(wire.lines().mapToInt(String::length).max().orElse(0)).isLessThanOrEqualTo(990);
    }
}

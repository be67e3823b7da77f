package org.bocau.markup;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is folded is at the end, has been seen before, and is never the message itself. */
class QuotedTailTest {
    private static Element folded(String html) {
        return Jsoup.parse(HtmlBody.readable(html, HtmlBody.ImageSources.UNCHANGED).content())
                .body();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>Yes.</p><div class=gmail_quote>On Monday An wrote:<blockquote>old</blockquote></div>",
                "<div>Yes.<br></div><blockquote type=cite>old</blockquote>",
                "<div><div>Yes.</div><blockquote type=cite>old</blockquote> <br></div>",
                "<p>Yes.</p><div class=moz-cite-prefix>An wrote:</div><blockquote type=cite>old</blockquote>",
                "<p>Yes.</p><div id=appendonsend></div><hr><div id=divRplyFwdMsg>From: An</div><div>old</div>"
            })
    void foldsWhatIsQuotedAtTheEnd(String html) {
        var body = folded(html);
        var tail = body.select("details." + QuotedTail.CLASS);
        assertThat(tail).hasSize(1);
        assertThat(tail.text()).contains("old").doesNotContain("Yes.");
        tail.remove();
        assertThat(body.text()).isEqualTo("Yes.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div class=gmail_quote>---------- Forwarded message<br>old</div>",
                "<blockquote type=cite>old</blockquote><p>Yes.</p>",
                "<p>See:</p><blockquote type=cite>old</blockquote><p>Yes.</p>",
                "<div>See:<blockquote type=cite>old</blockquote></div><p>Yes.</p>",
                "<p>A poem:</p><blockquote>old</blockquote>",
                "<p>Yes.</p>"
            })
    void leavesOtherThingsOpen(String html) {
        assertThat(folded(html).select("details")).isEmpty();
    }

    @Test
    void changesNothingForThoseWhoQuoteOrForward() {
        var html = "<p>Yes.</p><blockquote type=cite>old</blockquote>";
        assertThat(HtmlBody.clean(html, HtmlBody.ImageSources.UNCHANGED).content())
                .doesNotContain("details");
    }
}

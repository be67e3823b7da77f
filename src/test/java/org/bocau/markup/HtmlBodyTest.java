package org.bocau.markup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The classes of attack T1 to T25 and T31, and that honest mail keeps its looks. */
class HtmlBodyTest {
    private static final Set<String> SPEAKING =
            Set.of("href", "src", "background", "style", "class", "id");

    private static HtmlBody.Clean clean(String html) {
        return HtmlBody.clean(html, sources(false));
    }

    private static HtmlBody.ImageSources sources(boolean remote) {
        return new HtmlBody.ImageSources() {
            @Override
            public @Nullable String part(String contentId) {
                return contentId.equals("logo@mail") ? "/cid/signed" : null;
            }

            @Override
            public @Nullable String remote(String address) {
                return remote ? "/image/" + address.length() : null;
            }
        };
    }

    static Stream<String> attacks() {
        return HtmlAttacks.all().map(HtmlAttacks.Attack::html);
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void nothingThatActsOrLoadsSurvives(String html) {
        var clean = clean(html);
        var parsed = Jsoup.parse("<style>" + clean.css() + "</style>" + clean.content());
        for (var element : parsed.body().getAllElements()) requireHarmless(element);
        var css = clean.css().toLowerCase(Locale.ROOT);
        assertThat(css)
                .doesNotContain("url", "import", "<", "\\", "var(", "expression", "http", "//");
        assertThat(parsed.select("style")).hasSize(1); // the sheet did not end early
    }

    private static void requireHarmless(Element element) {
        assertThat(element.tagName())
                .isNotIn(
                        "script", "style", "svg", "math", "iframe", "object", "embed", "form",
                        "input", "base")
                .isNotIn(
                        "link",
                        "meta",
                        "video",
                        "audio",
                        "source",
                        "picture",
                        "template",
                        "noscript");
        for (var attribute : element.attributes()) {
            var name = attribute.getKey();
            var value =
                    attribute.getValue().toLowerCase(Locale.ROOT).replaceAll("[\\s\\p{Cntrl}]", "");
            assertThat(name)
                    .doesNotStartWith("on")
                    .doesNotStartWith("data-")
                    .doesNotStartWith("hx-")
                    .doesNotContain(":");
            assertThat(name)
                    .isNotIn(
                            "name",
                            "formaction",
                            "srcset",
                            "poster",
                            "xlink:href",
                            "srcdoc",
                            "autofocus");
            if (SPEAKING.contains(name)) {
                assertThat(value)
                        .doesNotContain(
                                "javascript:", "vbscript:", "data:text", "url(", "expression(");
            }
            if (name.equals("src"))
                assertThat(value).matches("/cid/signed|data:image/(png|gif|jpeg|webp);base64,.*");
            if (name.equals("style"))
                assertThat(value).doesNotContain("position", "//", "\\", "var(", "@");
        }
    }

    @Test
    void keepsWhatMailIsMadeOf() {
        var clean =
                clean(
                        """
                        <body bgcolor="#eeeeee"><table width="600" cellpadding="0" style="border-collapse:collapse; color:#333">
                        <tr><td align="center"><b>Xin chào</b> <font color="red">An</font>
                        <a href="https://example.org/a?b=1&amp;c=2">link</a></td></tr></table></body>
                        """);
        assertThat(clean.content())
                .contains(
                        "<table width=\"600\" cellpadding=\"0\" style=\"border-collapse:collapse;color:#333\">")
                .contains("<b>Xin chào</b> <font color=\"red\">An</font>")
                .contains(
                        "href=\"https://example.org/a?b=1&amp;c=2\" target=\"_blank\" rel=\"noopener noreferrer nofollow\"")
                .startsWith("<div bgcolor=\"#eeeeee\">");
        assertThat(clean.coloured()).isTrue();
    }

    @Test
    void countsRemoteImagesAndLeavesThemOut() {
        var clean =
                clean(
                        "<img src='https://a.example/p.png' alt='Logo'><img src=//b.example/x><table><td background='http://c/'>");
        assertThat(clean.images()).isEqualTo(new HtmlBody.Images(0, 3, 0));
        assertThat(clean.content()).contains("alt=\"Logo\"").doesNotContain("example");
    }

    @Test
    void loadsRemoteImagesOnlyWhenAsked() {
        var clean = HtmlBody.clean("<img src='https://a.example/p.png'>", sources(true));
        assertThat(clean.content())
                .contains("src=\"/image/23\"", "referrerpolicy=\"no-referrer\"")
                .doesNotContain("example");
        assertThat(clean.images()).isEqualTo(new HtmlBody.Images(1, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img src='https://a.example/x.gif' width=1 height=1>",
                "<img src='https://a.example/x.gif' height='0'>",
                "<img src='https://a.example/x.gif' style='border:0;width:1px;'>",
                "<img src='https://a.example/x.gif' style='display: none'>",
                "<img src='https://u7.ct.sendgrid.net/wf/open?upn=abc'>",
                "<img src='https://shop.us2.list-manage.com/track/open.php?u=1&id=2'>",
            })
    void trackersAreNeverLoaded(String html) {
        var clean = HtmlBody.clean(html, sources(true));
        assertThat(clean.images()).isEqualTo(new HtmlBody.Images(0, 0, 1));
        assertThat(clean.content()).doesNotContain("img");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img src='https://a.example/x.gif' width=100% height=10>",
                "<img src='https://a.example/x.gif' style='max-width:100px'>",
                "<img src='https://a.example/opening/pixel-art.png'>",
            })
    void picturesAreNoTrackers(String html) {
        assertThat(HtmlBody.clean(html, sources(true)).images())
                .isEqualTo(new HtmlBody.Images(1, 0, 0));
    }

    /** What a reader believes to open, beside what opens. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "https://evil.example/a, https://bank.example/login, evil.example, bank.example",
                "https://evil.example/a, www.bank.example, evil.example, www.bank.example",
                "https://evil.example/a, bank.com, evil.example, bank.com",
                "https://evil.example/a, Read more, evil.example, -",
                "https://evil.example/a, notes.txt, evil.example, -",
                "HTTPS://EVIL.example:8443/a, x, evil.example, -",
            })
    void tellsWhereLinksLead(String href, String text, String host, @Nullable String claimed) {
        var links = clean("<a href='" + href + "'>" + text + "</a>").links();
        assertThat(links).hasSize(1);
        assertThat(links.getFirst().host()).isEqualTo(host);
        assertThat(links.getFirst().claimed()).isEqualTo(claimed);
    }

    @Tag("T31")
    @Test
    void showsImagesOfTheMessageItselfByTheirSignedAddress() {
        assertThat(clean("<img src=\"cid:logo@mail\">").content()).contains("src=\"/cid/signed\"");
        assertThat(clean("<img src=\"cid:other@mail\">").content()).doesNotContain("src="); // T31
        assertThat(clean("<a href=\"cid:logo@mail\">x</a>").content())
                .doesNotContain("href"); // T31
    }

    @Test
    void keepsRulesWithinMediaQueriesAndScopesIds() {
        var clean =
                clean(
                        "<style>@media (max-width:600px){ #box, td.x > a {width:100%!important} body{margin:0}}</style><div id=box>x</div>");
        assertThat(clean.css())
                .contains("@media (max-width:600px){#m-box, td.x > a{width:100%!important}");
        assertThat(clean.css()).contains("&{margin:0}");
        assertThat(clean.content()).contains("id=\"m-box\"");
    }

    @Test
    void writesMailtoLinksIntoTheComposePage() {
        assertThat(clean("<a href='mailto:an@example.org?subject=x'>write</a>").content())
                .contains("href=\"/compose?mailto=mailto%3Aan%40example.org%3Fsubject%3Dx\"");
    }

    @Test
    void mailWithoutColoursMayFollowTheTheme() {
        assertThat(clean("<p>Hello</p>").coloured()).isFalse();
        assertThat(clean("<p style='margin:0'>Hello</p>").coloured()).isFalse();
    }

    @Tag("T53")
    @Test
    @Timeout(20)
    void endsOnAnythingThatIsTooMuch() {
        clean("<div>".repeat(100_000) + "x");
        clean("<b><i>".repeat(50_000));
        clean("<style>" + "a{".repeat(100_000) + "</style>");
        clean("<p style=\"" + "color:red;".repeat(100_000) + "\">");
        clean("<style>" + "/*".repeat(100_000) + "</style>" + "&amp".repeat(100_000));
    }
}

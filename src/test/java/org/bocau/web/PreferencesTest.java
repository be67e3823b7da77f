package org.bocau.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.bocau.account.Directory;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Language and theme, and the headers every page has. */
@IntegrationTest
class PreferencesTest {
    private final TestServer server;

    PreferencesTest(TestServer server) {
        this.server = server;
    }

    @Test
    void themeAndLanguageAreKeptByTheBrowser() {
        var visitor = WebVisitor.of(server);
        assertThat(visitor.get("/sign-in").page().select("html").attr("lang")).isEqualTo("en");
        var vietnamese = visitor.submit("/language", "language", "vi");
        assertThat(vietnamese.at().getPath()).isEqualTo("/sign-in");
        assertThat(vietnamese.page().select("h1").text()).isEqualTo("Đăng nhập");
        var dark = visitor.submit("/theme", "theme", "dark");
        assertThat(dark.page().select("html").attr("data-theme")).isEqualTo("dark");
        assertThat(dark.page().select("html").attr("lang")).isEqualTo("vi");
    }

    @Test
    void languageGoesWithTheAccount() {
        var an = server.administrator("an");
        var visitor = WebVisitor.signedIn(server, an);
        visitor.get("/admin");
        visitor.submit("/language", "language", "vi");
        assertThat(visitor.last().page().select("html").attr("lang")).isEqualTo("vi");
        assertThat(server.bean(Directory.class).account(an.id()).orElseThrow().language())
                .isEqualTo("vi");

        var elsewhere = WebVisitor.signedIn(server, an).with("Accept-Language", "en");
        assertThat(elsewhere.get("/admin").page().select("html").attr("lang")).isEqualTo("vi");
    }

    @Test
    void refusesWhatIsNeitherLanguageNorThemeNorPost() {
        var visitor = WebVisitor.of(server);
        visitor.get("/sign-in");
        assertThat(visitor.post("/theme", "theme", "neon").status()).isEqualTo(400);
        visitor.get("/sign-in");
        assertThat(visitor.post("/language", "language", "../x").status()).isEqualTo(400);
        var withoutToken = visitor.send("POST", "/theme", "theme=dark");
        assertThat(withoutToken.header("location")).isEqualTo("/sign-in");
        assertThat(withoutToken.header("set-cookie")).doesNotContain("theme");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "/\\evil.example",
                "https:evil",
                "https://evil.example/",
                "/\t/evil.example",
                "evil",
                "/a\r\nLocation:x",
                ""
            })
    void goesBackOnlyToPagesOfOurs(String back) {
        assertThat(LocalPath.orRoot(back)).isEqualTo("/");
        var visitor = WebVisitor.of(server);
        visitor.get("/sign-in");
        assertThat(visitor.post("/theme", "theme", "dark", "back", back).at().getAuthority())
                .isEqualTo(server.web().getAuthority());
    }

    @Test
    void everyPageForbidsInlineScriptsAndFrames() {
        var page = WebVisitor.of(server).get("/sign-in");
        assertThat(page.header("content-security-policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.page().select("script:not([src]), [style], [onclick]")).isEmpty();
        assertThat(page.header("x-request-id")).matches("[2-9a-z]{8}");
        assertThat(page.header("cache-control")).contains("no-store");
    }

    @Test
    void pageThatIsNotForThemSaysSo() {
        var page = WebVisitor.signedIn(server, server.account("binh")).get("/admin");
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.page().text())
                .contains("This is not open to you", page.header("x-request-id"));
        assertThat(WebVisitor.of(server).get("/assets/nothing.css").status()).isEqualTo(404);
    }
}

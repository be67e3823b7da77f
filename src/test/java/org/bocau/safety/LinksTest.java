package org.bocau.safety;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import java.io.IOException;
import java.util.List;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways out of the mail, and ways back in that others make up. */
@BrowserTest
class LinksTest {
    private final TestServer server;
    private final LeakServer leak = new LeakServer();

    LinksTest(TestServer server) {
        this.server = server;
    }

    @AfterEach
    void close() {
        leak.close();
    }

    @Test
    @Tag("T56")
    void whoIsVisitedLearnsNothingOfWhereFrom() throws IOException {
        var an = server.account("an");
        var visited = leak.stranger("/visited");
        leak.page(
                "/visited",
                "<script>fetch(`/${opener === null}/${document.referrer.length}/${document.cookie.length}`)</script>");
        server.deliver(
                an.login(), Letters.html("html", "<a href='%s'>away</a>".formatted(visited)));
        server.deliver(an.login(), Letters.of("text", "text/plain", "see " + visited + "\n"));
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.navigate(server.web() + "/mail/inbox/1");
            follow(page, page.frameLocator(".message-frame").getByText("away"));
            page.navigate(server.web() + "/mail/inbox/2");
            follow(page, page.locator(".message-text a"));
        }
        assertThat(leak.hits())
                .hasSize(2)
                .allSatisfy(hit -> {
                    assertThat(hit.path()).isEqualTo("/true/0/0");
                    assertThat(hit.cookie()).isNull();
                });
    }

    private static void follow(Page page, Locator link) {
        var popup = page.waitForPopup(link::click);
        popup.waitForLoadState(LoadState.NETWORKIDLE);
        popup.close();
    }

    @Test
    @Tag("T23")
    void aClickOnAHostileLinkRunsNothing() throws IOException {
        var an = server.account("an");
        var links =
                """
                <a href="javascript:alert(23)" target=_blank>l0</a><a href="&#x6a;avascript:alert(23)">l1</a>
                <a href="java&#9;script:alert(23)">l2</a><a href="\u0001javascript:alert(23)">l3</a>
                <a href="data:text/html,<script>alert(23)</script>">l4</a><a href="vbscript:x">l5</a>
                <a href="blob:http://x/1">l6</a><a href="filesystem:http://x/1">l7</a><a href="view-source:http://x">l8</a>
                <a href="//leak.test:x@y/">l9</a><base href="javascript:/a/-alert(23)//">
                """;
        server.deliver(an.login(), Letters.html("links", leak.aimed(wide(links))));
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            context.onDialog(dialog -> {
                throw new AssertionError(dialog.message());
            });
            page.navigate(server.web() + "/mail/inbox/1");
            var mail = page.frameLocator(".message-frame");
            for (int i = 0; i < 10; i++) mail.getByText("l" + i, exactly()).click();
            assertThat(context.pages()).hasSize(1);
            assertThat(mail.locator("a[href]").count()).isZero();
        }
        assertThat(leak.hits()).isEmpty();
    }

    /** As wide as the letter: Playwright aims beside a narrow link in a frame that has padding. */
    private static String wide(String links) {
        return links.replace("<a ", "<a style=\"display:block\" ");
    }

    private static com.microsoft.playwright.FrameLocator.GetByTextOptions exactly() {
        return new com.microsoft.playwright.FrameLocator.GetByTextOptions().setExact(true);
    }

    @Test
    @Tag("T21")
    void noNameIsLookedUpBeforeSomebodyFollowsIt() throws IOException {
        var an = server.account("an");
        server.deliver(an.login(), Letters.html("x", "<a href='https://tracker.example/'>x</a>"));
        var visitor = WebVisitor.signedIn(server, an);
        for (var path :
                List.of(
                        "/mail/inbox",
                        "/mail/inbox/1",
                        "/mail/inbox/1/body",
                        "/mail/inbox/1/print")) {
            assertThat(visitor.get(path).header("x-dns-prefetch-control"))
                    .as(path)
                    .isEqualTo("off");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example/",
                "https://evil.example/",
                "/\\evil.example/",
                "/\t/evil.example/",
                "javascript:alert(54)",
                "\\\\evil.example",
                "/mail/..//evil.example",
                "/%0d%0aLocation:%20https://evil.example",
                "/mail/\r\nLocation: https://evil.example",
                "http:evil.example",
                "@evil.example"
            })
    @Tag("T54")
    void noParameterLeadsOut(String back) {
        var an = WebVisitor.signedIn(server, server.account("an"));
        var token = an.get("/mail/inbox").page().select("meta[name=_csrf]").attr("content");
        var tail =
                "&back="
                        + java.net.URLEncoder.encode(back, java.nio.charset.StandardCharsets.UTF_8)
                        + "&_csrf="
                        + token;
        for (var form :
                List.of(
                        "/theme?theme=dark",
                        "/language?language=en",
                        "/mail/actions?action=read&m=inbox:1",
                        "/compose?action=discard")) {
            var parts = form.split("\\?");
            requireInside(an.send("POST", parts[0], parts[1] + tail));
        }
        requireInside(an.send("GET", "/compose/sent?" + tail.substring(1), ""));
        var stranger = WebVisitor.of(server);
        requireInside(stranger.send("GET", "/mail/inbox?continue=" + tail.substring(6), ""));
        requireInside(stranger.send("GET", "/sign-in?continue=" + tail.substring(6), ""));
    }

    private static void requireInside(WebVisitor.Answer answer) {
        assertThat(answer.header("location")).matches("(/(?![/\\\\])[^\\\\\\s]*)?");
        assertThat(answer.page().select("a[href*=evil], form[action*=evil], meta[http-equiv]"))
                .isEmpty();
    }
}

package org.bocau.safety;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.PlaywrightException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.bocau.markup.HtmlAttacks;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebSite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every attack of {@link HtmlAttacks} opened in a real browser: no script runs, no request reaches
 * a host of its own that listens, and the frame around the mail is what it should be. The sanitiser
 * is tested by itself; here the frame must hold as well.
 */
@BrowserTest
class LeakTest {
    /** One pixel. */
    private static final String PNG =
            "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
                    + "0000000c49444154789c63e08f490700015000d3364611d10000000049454e44ae426082";

    /** Attacks that a browser falls for when nothing is in their way; some are for old ones. */
    private static final int HEARD_AT_LEAST = 20;

    private final TestServer server;
    private final LeakServer leak = new LeakServer();

    LeakTest(TestServer server) {
        this.server = server;
    }

    @AfterEach
    void stop() {
        leak.close();
    }

    private void deliver(String to, String subject, String html) throws IOException {
        var text =
                "From: Mallory <m@evil.example>\r\nTo: x\r\nSubject: "
                        + subject
                        + "\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
        var body =
                java.util.Base64.getMimeEncoder()
                        .encodeToString(leak.aimed(html).getBytes(StandardCharsets.UTF_8));
        server.deliver(to, text + body + "\r\n");
    }

    @Test
    void noAttackRunsOrLoads() throws IOException {
        var an = server.account("an");
        List<HtmlAttacks.Attack> attacks = HtmlAttacks.all().toList();
        for (var attack : attacks) deliver(an.login(), attack.id(), attack.html());
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            leak.watch(context);
            for (int uid = 1; uid <= attacks.size(); uid++) {
                page.navigate(server.web() + "/mail/inbox/" + uid);
                page.frameLocator(".message-frame").locator("#mail").waitFor(attached());
                assertThat(page.locator(".message-frame").getAttribute("sandbox"))
                        .isEqualTo("allow-popups allow-popups-to-escape-sandbox");
                page.navigate(server.web() + "/mail/inbox/" + uid + "/print");
                assertThat(page.locator("body > h1").textContent())
                        .isEqualTo(attacks.get(uid - 1).id());
            }
        }
        leak.requireSilence();
    }

    /** The same attacks as pages without any defence: so silence above says something. */
    @Test
    void theListenerHearsWhatNothingDefends() {
        var attacks = HtmlAttacks.all().toList();
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            leak.watch(context);
            for (int i = 0; i < attacks.size(); i++) {
                leak.page("/undefended/" + i, leak.aimed(attacks.get(i).html()));
                try (var page = context.newPage()) {
                    page.navigate(leak.stranger("/undefended/" + i));
                } catch (PlaywrightException left) { // some send their reader elsewhere
                    assertThat(left.getMessage()).isNotEmpty();
                }
            }
            try (var page = context.newPage()) {
                page.waitForCondition(
                        () -> leak.hits().size() + leak.alerts().size() >= HEARD_AT_LEAST);
            }
        }
        assertThat(leak.hits()).isNotEmpty();
        assertThat(leak.alerts()).isNotEmpty();
    }

    private static com.microsoft.playwright.Locator.WaitForOptions attached() {
        return new com.microsoft.playwright.Locator.WaitForOptions()
                .setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED);
    }

    @Test
    void remoteImagesLoadOnlyWhenAsked() throws IOException {
        var an = server.account("an");
        var site = WebSite.shared();
        site.answers("/asked.png", "text/html", HexFormat.of().parseHex(PNG));
        deliver(
                an.login(),
                "picture",
                "<p>x</p><img src=\"http://leak.test/inside.png\" alt=\"\"><img id=a src=\""
                        + site.address("/asked.png")
                        + "\" alt=picture>");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.navigate(server.web() + "/mail/inbox/1");
            page.frameLocator(".message-frame").locator("#mail #m-a").waitFor(attached());
            assertThat(site.asked("/asked.png")).isEmpty();
            page.click(".images-banner a");
            var picture = page.frameLocator(".message-frame").locator("#mail #m-a[src]");
            picture.waitFor(attached());
            page.waitForCondition(
                    () -> Objects.equals(picture.evaluate("image => image.naturalWidth"), 1));
        }
        assertThat(site.asked("/asked.png")).containsExactly("GET /asked.png");
        leak.requireSilence(); // neither the browser nor we ask this machine (T32)
    }

    @Test
    void bodiesAndFilesComeSandboxed() throws IOException {
        var an = server.account("an");
        deliver(an.login(), "page", "<b>x</b>");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            var body = page.request().get(server.web() + "/mail/inbox/1/body").headers();
            assertThat(body.get("content-security-policy"))
                    .startsWith(
                            "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';")
                    .doesNotContain("allow-scripts", "allow-same-origin", "https:");
            assertThat(body)
                    .containsEntry("x-content-type-options", "nosniff")
                    .containsEntry("referrer-policy", "no-referrer");
            assertThat(body.get("cache-control")).contains("no-store");
            var part =
                    page.request()
                            .get(server.web() + "/mail/inbox/1/part/1?inline=1")
                            .headers(); // T27
            assertThat(part).containsEntry("content-type", "application/octet-stream");
            assertThat(part.get("content-disposition")).startsWith("attachment;");
            assertThat(part.get("content-security-policy")).startsWith("sandbox;");
            var source = page.request().get(server.web() + "/mail/inbox/1/source");
            assertThat(source.headers().get("content-type")).startsWith("text/plain");
            assertThat(source.text()).contains("Subject: page");
            assertThat(page.request().get(server.web() + "/mail/inbox/99").status())
                    .isEqualTo(404); // T43
            assertThat(page.request().get(server.web() + "/mail/~Nowhere").status()).isEqualTo(404);
            assertThat(page.request().get(server.web() + "/cid/xxxx.yyyy").status()).isEqualTo(404);
        }
    }
}

package org.bocau.compose;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.bocau.preferences.Preferences;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;

/** Passing a letter on as it came (RFC 5322 §3.6.6): not an octet of the author's changes. */
@BrowserTest
class RedirectTest {
    private static final String LETTER =
            "Message-ID: <hoadon@example.net>\r\nFrom: Phòng Kế toán <ketoan@example.net>\r\nTo: An <%s>\r\nBcc: ai@example.net\r\nSubject: =?utf-8?q?H=C3=B3a_=C4=91=C6=A1n?= 2026-118\r\nDate: Mon, 23 Nov 2026 08:00:00 +0700\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nKính gửi anh An,\r\n\r\n.hóa đơn tháng Mười ở dưới.  \r\n";

    private final TestServer server;
    private final TestAccount an;
    private final TestAccount binh;

    RedirectTest(TestServer server) throws IOException {
        this.server = server;
        this.an = server.account("an");
        this.binh = server.account("binh");
        server.deliver(an.login(), LETTER.formatted(an.login()).getBytes(StandardCharsets.UTF_8));
    }

    private String arrived() {
        var letter = TestInbox.arrival(server, binh);
        return new String(letter.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private void undo(int seconds) {
        server.bean(Preferences.class)
                .update(an.id(), Map.of("undo-send", Integer.toString(seconds)));
    }

    @Test
    void itArrivesAsItWasWithWhoPassedItOnAboveIt() throws IOException {
        undo(0);
        var visitor = WebVisitor.signedIn(server, an);
        visitor.get("/mail/inbox/1/redirect");
        var refused = visitor.submit("/mail/inbox/1/redirect", "to", "nobody at all");
        assertThat(refused.notice()).contains("nobody at all");
        visitor.get("/mail/inbox/1/redirect");
        var done =
                visitor.submit("/mail/inbox/1/redirect", "to", "Trần Bình <" + binh.login() + ">");
        assertThat(done.at().getPath()).isEqualTo("/mail/inbox/1");
        assertThat(done.notice()).contains("The message was redirected.");

        var letter = arrived();
        var original = LETTER.formatted(an.login()).replace("Bcc: ai@example.net\r\n", "");
        assertThat(letter).endsWith(original);
        assertThat(letter.substring(0, letter.length() - original.length()))
                .contains("Resent-From: ", an.login())
                .containsPattern("Resent-To: .*<" + Pattern.quote(binh.login()) + ">")
                .containsPattern("Resent-Date: \\w{3}, ")
                .containsPattern("Resent-Message-ID: <.*@" + Pattern.quote(server.domain()) + ">")
                .doesNotContain("DKIM-Signature");
        var page = WebVisitor.signedIn(server, binh).get("/mail/inbox/1").page();
        assertThat(page.select(".fields").text()).contains("Redirected by").contains(an.login());
        assertThat(page.select(".mark.proven")).isEmpty(); // An is signed in, the author is not
    }

    /** Without script; who it was to go to is still there to be mended. */
    @Test
    void itCanBeTakenBackLikeAnythingThatIsSent() throws IOException {
        undo(30);
        var visitor = WebVisitor.signedIn(server, an);
        visitor.get("/mail/inbox/1/redirect");
        var to = "Trần Bình <" + binh.login() + ">";
        var done = visitor.submit("/mail/inbox/1/redirect", "to", to);
        assertThat(done.page().select("[data-sent]").text()).contains("redirected", "Undo");
        var held = done.page().select("[data-sent] [name=held]").val();
        var stranger = WebVisitor.signedIn(server, binh);
        stranger.get("/mail/inbox");
        assertThat(stranger.post("/compose/undo", "held", held).status()).isEqualTo(404);

        var again = visitor.submit("/compose/undo");
        assertThat(again.at().getPath()).isEqualTo("/mail/inbox/1/redirect");
        assertThat(again.notice()).contains("Not redirected.");
        assertThat(again.page().select("#to").val()).isEqualTo(to);
        var row = visitor.get("/mail/inbox").page().select(".row").toString();
        assertThat(row).doesNotContain("sprite.svg#forward");
        assertThat(visitor.post("/compose/undo", "held", held).status()).isEqualTo(404);
        assertThat(TestInbox.messages(server, binh)).isEmpty();
        assertThat(
                        server.jdbc()
                                .sql("select count(*) from queue_message where account_id = ?")
                                .param(an.id().value())
                                .query(Long.class)
                                .single())
                .isZero();

        visitor.get("/mail/inbox/1/redirect");
        visitor.submit("/mail/inbox/1/redirect", "to", to);
        assertThat(visitor.get("/mail/inbox").page().select(".row").toString())
                .contains("sprite.svg#forward");
        visitor.get("/mail/inbox/1/redirect");
        var second = visitor.submit("/mail/inbox/1/redirect", "to", to);
        visitor.submit("/compose/undo");
        assertThat(second.page().select("[data-sent]")).isNotEmpty();
        assertThat(visitor.get("/mail/inbox").page().select(".row").toString())
                .as("the first goes out all the same")
                .contains("sprite.svg#forward");
    }

    /** Decision 0092; in words of the reader's language, with the server's behind them. */
    @Test
    void whyItIsRefusedIsSaidInWords() throws IOException {
        var forged = LETTER.replace("ketoan@example.net", binh.login()).formatted(an.login());
        server.deliver(an.login(), forged.getBytes(StandardCharsets.UTF_8));
        var words = Map.of("en", "Forward it instead.", "vi", "Hãy chuyển tiếp thư");
        for (var language : words.keySet()) {
            var visitor = WebVisitor.of(server).with("Accept-Language", language);
            assertThat(visitor.signIn(an.login(), an.password())).isTrue();
            visitor.get("/mail/inbox/2/redirect");
            var refused = visitor.submit("/mail/inbox/2/redirect", "to", "lan@elsewhere.example");
            assertThat(refused.page().select("#problems").text())
                    .contains(words.get(language), "“Not signed by its author's domain");
            assertThat(refused.page().select("#to").val()).isEqualTo("lan@elsewhere.example");
        }
        var visitor = WebVisitor.signedIn(server, an);
        visitor.get("/mail/inbox/1/redirect");
        var nobody = visitor.submit("/mail/inbox/1/redirect", "to", "nobody@" + server.domain());
        assertThat(nobody.page().select("#problems").text())
                .contains("nobody@" + server.domain() + ": There is nobody with this address.");
    }

    @Test
    void aLetterThatHasBeenMovedMeanwhileIsTakenBackToo() {
        undo(30);
        var visitor = WebVisitor.signedIn(server, an);
        visitor.get("/mail/inbox/1/redirect");
        visitor.submit("/mail/inbox/1/redirect", "to", binh.login());
        var held = visitor.last().page().select("[data-sent] [name=held]").val();
        visitor.post("/mail/actions", "action", "archive", "m", "inbox:1");
        var back = visitor.post("/compose/undo", "held", held, "back", "/mail/inbox");
        assertThat(back.at().getPath()).isEqualTo("/mail/inbox");
        assertThat(back.notice()).contains("Not redirected.");
    }

    @Test
    void otherPeoplesLettersAndDraftsAreNotThere() {
        var visitor = WebVisitor.signedIn(server, binh);
        assertThat(visitor.get("/mail/inbox/1/redirect").status()).isEqualTo(404);
        assertThat(visitor.get("/mail/inbox/999/redirect").status()).isEqualTo(404);
    }

    @Test
    void recipientsAreChipsWithScript() throws IOException {
        undo(0);
        for (var device : Device.values()) {
            var language = device == Device.DARK ? "vi-VN" : "en-GB";
            try (var context = TestBrowser.shared().open(device, language)) {
                var page = TestBrowser.signIn(context, server, an);
                page.navigate(server.web() + "/mail/inbox/1");
                page.click(".letter-menu > summary");
                page.click(".letter-menu a[href$='/redirect']");
                page.locator("#redirect[data-ready]").waitFor();
                page.fill("#to", "Trần Bình <" + binh.login() + ">,");
                assertThat(page.locator(".chip")).hasCount(1);
                look(page, device.name().toLowerCase(Locale.ROOT));
                if (device != Device.DESKTOP) continue;
                page.click("#redirect .button.primary");
                page.waitForURL("**/mail/inbox/1");
                assertThat(page.locator(".told")).containsText("The message was redirected");
            }
        }
        assertThat(arrived()).contains("Resent-To: ");
    }

    @Test
    void theNoticeTakesItBack() throws IOException {
        undo(30);
        for (var device : Device.values()) {
            var language = device == Device.DESKTOP ? "en-GB" : "vi-VN";
            try (var context = TestBrowser.shared().open(device, language)) {
                var page = TestBrowser.signIn(context, server, an);
                page.navigate(server.web() + "/mail/inbox/1/redirect");
                page.locator("#redirect[data-ready]").waitFor();
                page.fill("#to", "Trần Bình <" + binh.login() + ">,");
                page.click("#redirect .button.primary");
                page.waitForURL("**/mail/inbox/1");
                var name = device.name().toLowerCase(Locale.ROOT);
                page.locator("[data-sent]").waitFor();
                look(page, "told-" + name);
                page.locator("[data-sent] button").first().click();
                page.waitForURL("**/redirect");
                assertThat(page.locator(".chip")).hasCount(1);
                look(page, "undone-" + name);
            }
        }
        assertThat(TestInbox.messages(server, binh)).isEmpty();
    }

    private static void look(Page page, String name) {
        TestBrowser.screenshot(page, "redirect-" + name);
        TestBrowser.requireAccessible(page);
    }
}

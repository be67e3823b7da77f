package org.bocau.compose;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
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

    @Test
    void itArrivesAsItWasWithWhoPassedItOnAboveIt() throws IOException {
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

    @Test
    void otherPeoplesLettersAndDraftsAreNotThere() {
        var visitor = WebVisitor.signedIn(server, binh);
        assertThat(visitor.get("/mail/inbox/1/redirect").status()).isEqualTo(404);
        assertThat(visitor.get("/mail/inbox/999/redirect").status()).isEqualTo(404);
    }

    @Test
    void recipientsAreChipsWithScript() throws IOException {
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

    private static void look(Page page, String name) {
        TestBrowser.screenshot(page, "redirect-" + name);
        TestBrowser.requireAccessible(page);
    }
}

package org.bocau.webmail;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.bocau.preferences.Preferences;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.FreshServer;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a first start to mail between two people: the set-up, two accounts made in the console, then
 * one writes with an attachment, the other sees it arrive, opens, downloads, prints, replies,
 * searches, deletes and takes it back. Pages are looked at on the way.
 */
@BrowserTest
class BrowserWalkTest {
    private static final String LONG_TEXT =
            "Chào Bình,\n\nchiều nay mình gặp nhau ở ga nhé. Xem https://example.org/ga?a=1.\n\nAn";

    private final TestServer server;

    BrowserWalkTest(TestServer server) {
        this.server = server;
    }

    private Page signIn(BrowserContext context, TestAccount account) {
        return signIn(context, server.web(), account.login());
    }

    /** Everybody here has the same password. */
    private static Page signIn(BrowserContext context, URI web, String login) {
        var page = context.newPage();
        page.navigate(web + "/sign-in");
        page.fill("input[name=username]", login);
        page.fill("input[name=password]", TestServer.PASSWORD);
        page.click("main form button");
        page.waitForURL(Pattern.compile(".*/mail/inbox"));
        return page;
    }

    private static void look(Page page, String name) {
        TestBrowser.look(page, "mail-" + name);
    }

    @Test
    void fromTheSetUpToAnAnswerAndATidyInbox(@TempDir Path home) {
        try (var fresh = FreshServer.start(home, "queue.run=true");
                var first = TestBrowser.shared().open(Device.DESKTOP, "en-GB");
                var hers = TestBrowser.shared().open(Device.DESKTOP, "en-GB");
                var his = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var admin = first.newPage();
            setUp(admin, fresh);
            addAccount(admin, fresh.web(), "an@example.org", "Nguyễn Thị An");
            addAccount(admin, fresh.web(), "binh@example.org", "Trần Bình");

            var waiting = signIn(his, fresh.web(), "binh@example.org");
            look(waiting, "empty-inbox");
            waiting.waitForResponse("**/mail/events**", () -> waiting.reload());

            var writing = signIn(hers, fresh.web(), "an@example.org");
            write(writing, "binh@example.org");
            arrives(waiting);
            reads(waiting);
            answers(waiting);
            finds(waiting);
            deletesAndTakesBack(waiting);

            assertThat(writing.locator(".row")).hasCount(1); // the answer came without a reload
        }
    }

    /** The link that a first start prints; ConsoleBrowserTest gives it bad input too. */
    private static void setUp(Page page, FreshServer fresh) {
        page.navigate(
                fresh.setupLink().replaceFirst("http://localhost:\\d+", fresh.web().toString()));
        page.fill("#domain", "example.org");
        page.fill("#user", "root");
        page.fill("#name", "Quản trị");
        page.fill("#password", TestServer.PASSWORD);
        page.fill("#repeated", TestServer.PASSWORD);
        page.press("#repeated", "Enter");
        assertThat(page.getByText("All set. Sign in with root@example.org.")).isVisible();
        page.navigate(fresh.web() + "/admin"); // sent to sign in, and back
        page.fill("#username", "root@example.org");
        page.fill("#password", TestServer.PASSWORD);
        page.press("#password", "Enter");
        page.waitForURL("**/admin");
    }

    private static void addAccount(Page page, URI web, String address, String name) {
        page.navigate(web + "/admin/accounts/new");
        page.fill("#address", address);
        page.fill("#name", name);
        page.fill("#password", TestServer.PASSWORD);
        page.fill("#repeated", TestServer.PASSWORD);
        page.press("#repeated", "Enter");
        page.waitForURL(Pattern.compile(".*/admin/accounts/\\d+"));
    }

    private static void write(Page page, String to) {
        page.keyboard().press("d");
        page.waitForURL("**/compose");
        page.fill("#to", to);
        page.fill("#subject", "Gặp nhau chiều nay");
        page.locator("#compose[data-ready]").waitFor();
        page.click(".options > summary");
        page.click("[data-format=plain]");
        page.fill("#body", LONG_TEXT);
        var note = "xin chào ".repeat(2000).getBytes(StandardCharsets.UTF_8);
        page.setInputFiles("#file-input", new FilePayload("ghi chú.txt", "text/plain", note));
        assertThat(page.locator(".file[data-id]")).isVisible();
        assertThat(page.locator("#save-state")).containsText("Saved");
        look(page, "compose");
        page.keyboard().press("Control+Enter");
        page.waitForURL("**/mail/inbox");
        assertThat(page.locator(".told .toast")).containsText("Message sent");
    }

    private static void arrives(Page page) {
        var row = page.locator(".row.unread");
        assertThat(row).hasCount(1);
        assertThat(row.locator(".row-subject")).hasText("Gặp nhau chiều nay");
        assertThat(page).hasTitle(Pattern.compile("\\(1\\).*"));
        look(page, "arrived");
    }

    private static void reads(Page page) {
        page.click(".row-link");
        assertThat(page.locator(".message-subject")).hasText("Gặp nhau chiều nay");
        assertThat(page.locator(".message-text a").first())
                .hasAttribute("href", "https://example.org/ga?a=1");
        assertThat(page.locator(".row.unread")).hasCount(0);
        look(page, "message");
        var download = page.waitForDownload(() -> page.click(".attachments a[download]"));
        assertThat(download.suggestedFilename()).isEqualTo("ghi chú.txt");
        try {
            assertThat(Files.readString(download.path())).isEqualTo("xin chào ".repeat(2000));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        page.click(".letter-menu > summary");
        var paper = page.waitForPopup(() -> page.click("[data-print]"));
        assertThat(paper.locator("h1")).hasText("Gặp nhau chiều nay");
        assertThat(paper.locator("#mail")).containsText("ở ga nhé");
        assertThat(paper.pdf()).isNotEmpty();
        look(paper, "print");
        paper.close();
    }

    private static void answers(Page page) {
        page.keyboard().press("Escape");
        page.keyboard().press("r");
        page.locator("#answer #compose[data-ready]").waitFor();
        assertThat(page.locator("#subject")).hasValue("Re: Gặp nhau chiều nay");
        assertThat(page.locator("#editor")).containsText(Pattern.compile("On .* wrote:"));
        assertThat(page.locator("#editor blockquote")).containsText("Chào Bình,");
        page.keyboard().type("Đồng ý!");
        page.click("#send");
        assertThat(page.locator(".toast[data-sent]")).containsText("Message sent");
        assertThat(page.locator(".row [aria-label=Answered]")).isVisible();
    }

    private static void finds(Page page) {
        page.keyboard().press("/");
        page.keyboard().type("subject:nhau");
        page.keyboard().press("Enter");
        page.waitForURL("**/search?**");
        assertThat(page.locator(".row")).hasCount(2); // the message and, in Sent, the answer
        look(page, "search");
        page.navigate(page.url().replaceFirst("q=[^&]*", "q=zebra"));
        assertThat(page.locator(".list .empty-title")).hasText("Nothing found");
    }

    private static void deletesAndTakesBack(Page page) {
        page.navigate(page.url().replaceFirst("/search.*", "/mail/inbox"));
        page.locator(".row").hover();
        page.click(".hover-action[value^=delete]");
        assertThat(page.locator(".toast")).containsText("Moved to Trash");
        assertThat(page.locator(".row")).hasCount(0);
        page.hover(".toast"); // it would go while it is looked at
        look(page, "deleted");
        page.click(".toast button");
        assertThat(page.locator(".row")).hasCount(1);
        page.keyboard().press("x");
        page.locator(".row-check input").check();
        look(page, "selected");
        page.click(".list .toolbar button[value=delete]");
        assertThat(page.locator(".row")).hasCount(0);
        page.click(".folder[data-mailbox=trash]");
        page.locator(".row-check input").check();
        page.onceDialog(dialog -> dialog.accept());
        page.click(".list .toolbar button[value=destroy]");
        assertThat(page.locator(".row")).hasCount(0);
    }

    @Test
    void everyPageIsFitForPhoneDarkAndVietnamese() throws IOException {
        var an = server.account("an");
        seed(an.login());
        for (var device : Device.values()) {
            var language = device == Device.DESKTOP ? "vi-VN" : "en-GB";
            try (var context = TestBrowser.shared().open(device, language)) {
                var page = signIn(context, an);
                var name = device.name().toLowerCase(java.util.Locale.ROOT);
                assertThat(page.locator(".row")).hasCount(4);
                look(page, name + "-inbox");
                page.locator(".row-link").first().click();
                assertThat(page.locator(".message-subject")).isVisible();
                look(page, name + "-text");
                page.navigate(server.web() + "/mail/inbox/3");
                assertThat(page.frameLocator(".message-frame").locator("#mail")).isVisible();
                look(page, name + "-html");
                page.navigate(server.web() + "/compose");
                look(page, name + "-compose");
                page.navigate(server.web() + "/search?q=is:unread");
                look(page, name + "-search");
                page.navigate(server.web() + "/mail/trash");
                look(page, name + "-empty");
                page.navigate(server.web() + "/folders/new");
                look(page, name + "-folder");
                if (device == Device.PHONE) {
                    page.navigate(server.web() + "/mail/inbox#folders");
                    look(page, name + "-folders");
                }
            }
        }
    }

    private void seed(String to) throws IOException {
        server.deliver(
                to,
                utf8(
                        head("Nguyễn Văn Hùng <hung@example.net>", "Re: Lịch họp tuần sau")
                                + "Content-Type: text/plain; charset=utf-8\r\n\r\nThứ ba được không?\r\n\r\n> Anh rảnh ngày nào?\r\n"));
        server.deliver(
                to,
                utf8(
                        head("Lan <lan@example.net>", "Ảnh Đà Lạt")
                                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee.\r\n"
                                + "--b\r\nContent-Type: image/png; name=a.png\r\nContent-Disposition: attachment\r\n"
                                + "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"));
        server.deliver(
                to,
                utf8(
                        head("Lighthouse Weekly <news@lighthouse.example>", "Twelve lighthouses")
                                + "Content-Type: text/html; charset=utf-8\r\n\r\n<h1>Twelve lighthouses</h1><p>Good shoes.</p>"
                                + "<img src=\"https://leak.test/p.png\" alt=\"\">\r\n"));
        server.deliver(
                to,
                utf8(
                        head("Ban quản trị <ops@example.net>", "Bảo trì đêm nay")
                                + "Content-Type: text/plain; charset=utf-8\r\n\r\nMáy chủ nghỉ từ 1 giờ.\r\n"));
    }

    private static String head(String from, String subject) {
        return "From: "
                + from
                + "\r\nTo: an@example.org\r\nSubject: "
                + subject
                + "\r\nMIME-Version: 1.0\r\n";
    }

    private static byte[] utf8(String message) {
        return message.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theCoreWorksWithoutScript() {
        var an = server.account("an");
        server.bean(Preferences.class).update(an.id(), Map.of("undo-send", "0"));
        try (var context = TestBrowser.shared().withoutScript()) {
            var page = signIn(context, an);
            page.click("a.compose-button");
            page.fill("#to", an.login());
            page.fill("#subject", "Without script");
            page.fill("#body", "text");
            page.setInputFiles("#file-input", new FilePayload("a.txt", "text/plain", new byte[10]));
            page.click("button[value=attach]");
            assertThat(page.locator(".file")).hasCount(1);
            page.click("#save");
            assertThat(page.locator("#save-state")).hasText("Saved");
            page.click("#send");
            page.waitForURL("**/mail/inbox");
            assertThat(page.locator(".told")).containsText("Message sent");
            page.click(".row-link");
            assertThat(page.locator(".message-text")).containsText("text");
            page.click(".reading-bar button[value=delete]");
            assertThat(page.locator(".told")).containsText("Moved to Trash");
            page.click(".told button");
            assertThat(page.locator(".row")).hasCount(1);
            page.fill("#q", "Without");
            page.press("#q", "Enter");
            assertThat(page.locator(".row")).not().hasCount(0);
        }
    }
}

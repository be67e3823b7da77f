package org.bocau.compose;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.bocau.preferences.Preferences;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** Writing in a real browser, under the real policy: what is typed is what arrives. */
@BrowserTest
class WritingBrowserTest {
    private final TestServer server;
    private final TestAccount an;
    private final TestAccount binh;
    private final List<String> complaints = new ArrayList<>();

    WritingBrowserTest(TestServer server) throws IOException {
        this.server = server;
        this.an = server.account("an");
        this.binh = server.account("binh");
    }

    /** No error of a script and no violation of a policy is told on the console. */
    private Page watched(Page page) {
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) complaints.add(message.text());
        });
        page.onPageError(complaints::add);
        return page;
    }

    private void undo(TestAccount account, int seconds) {
        server.bean(Preferences.class)
                .update(account.id(), Map.of("undo-send", Integer.toString(seconds)));
    }

    private static void look(Page page, String name) {
        TestBrowser.screenshot(page, "compose-" + name);
        TestBrowser.requireAccessible(page);
    }

    private static byte[] picture() throws IOException {
        var image = new BufferedImage(120, 60, BufferedImage.TYPE_INT_RGB);
        var paint = image.createGraphics();
        paint.setColor(new Color(0x0f5c67));
        paint.fillRect(0, 0, 120, 60);
        paint.dispose();
        var octets = new ByteArrayOutputStream();
        ImageIO.write(image, "png", octets);
        return octets.toByteArray();
    }

    private String arrived(TestAccount account) {
        return TestInbox.arrival(server, account).replace("=\r\n", "");
    }

    @Test
    void formattedTextWithAnImageArrivesInBothForms() throws IOException {
        undo(an, 0);
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = watched(TestBrowser.signIn(context, server, an));
            page.navigate(server.web() + "/compose");
            page.locator("#compose[data-ready]").waitFor();
            page.fill("#to", "Trần Bình <" + binh.login() + ">, nobody at all");
            page.keyboard().press("Enter");
            assertThat(page.locator(".chip")).hasCount(2);
            assertThat(page.locator(".chip.invalid")).hasText(Pattern.compile("nobody at all"));
            page.locator(".chip.invalid .chip-remove").click();
            page.fill("#subject", "Ảnh Đà Lạt");
            page.locator("#editor").click();
            page.keyboard().type("Chào ");
            page.keyboard().press("Control+b");
            page.keyboard().type("Bình");
            page.keyboard().press("Control+b");
            page.keyboard().type(", xem ảnh nhé.");
            page.keyboard().press("Enter");
            page.click("[data-command=bullets]");
            page.keyboard().type("một");
            page.setInputFiles("[data-picture]", new FilePayload("hồ.png", "image/png", picture()));
            assertThat(page.locator("#editor img[src^='/compose/files/']")).isVisible();
            page.setInputFiles(
                    "#file-input",
                    new FilePayload(
                            "lịch.txt", "text/plain", "8:00".getBytes(StandardCharsets.UTF_8)));
            assertThat(page.locator(".file[data-id]")).isVisible();
            assertThat(page.locator("#save-state")).containsText("Saved");
            look(page, "rich");
            page.keyboard().press("Control+Enter");
            page.waitForURL("**/mail/inbox");
            assertThat(page.locator("[data-sent]")).containsText("Message sent");
        }
        var message = arrived(binh);
        assertThat(message)
                .contains("multipart/mixed", "multipart/alternative", "multipart/related")
                .contains("format=flowed", "Content-ID: <", "src=3D\"cid:", "<b>B=C3=ACnh</b>")
                .doesNotContain("/compose/files/", "data:image", "blob:");
        assertThat(complaints).isEmpty();
    }

    @Test
    void whatIsUndoneIsInTheComposerAgain() throws IOException {
        undo(an, 30);
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = watched(TestBrowser.signIn(context, server, an));
            page.navigate(server.web() + "/compose");
            page.locator("#compose[data-ready]").waitFor();
            page.fill("#to", binh.login());
            page.locator("summary", new Page.LocatorOptions().setHasText("Cc and Bcc")).click();
            page.fill("#bcc", an.login());
            page.fill("#subject", "Nghĩ lại");
            page.locator("#editor").click();
            page.keyboard().type("Một ");
            page.click("[data-command=bold]");
            page.keyboard().type("hai");
            page.click("#send");
            page.waitForURL("**/mail/inbox");
            look(page, "undo");
            page.click("[data-sent] button");
            page.waitForURL("**/compose?draft=**");
            page.locator("#compose[data-ready]").waitFor();
            assertThat(page.locator("#subject")).hasValue("Nghĩ lại");
            assertThat(page.locator("#editor b")).hasText("hai");
            assertThat(page.locator(".chip")).hasCount(2);
            assertThat(TestInbox.messages(server, binh)).isEmpty();
            assertThat(page.locator(".folder[href='/mail/sent'] .count")).hasCount(0);
            page.click("#send");
            page.waitForURL("**/mail/inbox");
        }
        assertThat(complaints).isEmpty();
    }

    /** The network is slow: its turn came while the save before was under way, and never again. */
    @Test
    void whatIsTypedDuringASaveIsSavedToo() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = watched(TestBrowser.signIn(context, server, an));
            page.clock().install();
            page.navigate(server.web() + "/compose");
            page.locator("#compose[data-ready]").waitFor();
            var slow = new ArrayList<Route>();
            page.route("**/compose/draft", slow::add);
            page.fill("#subject", "Half");
            page.clock().runFor(4000);
            page.waitForCondition(() -> slow.size() == 1);
            page.fill("#subject", "All of it");
            page.clock().runFor(4000);
            page.unroute("**/compose/draft");
            page.waitForResponse("**/compose/draft", () -> slow.getFirst().resume());
            assertThat(page.locator("#save-state")).containsText("Saved");
            page.waitForResponse("**/compose/draft", () -> page.clock().runFor(4000));
            page.navigate(server.web() + "/mail/drafts");
            assertThat(page.locator(".row-subject")).hasText("All of it");
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void aPhoneHasRoomForAllOfIt() {
        try (var context = TestBrowser.shared().open(Device.PHONE, "vi-VN")) {
            var page = watched(TestBrowser.signIn(context, server, an));
            page.navigate(server.web() + "/compose?to=binh@example.org");
            page.locator("#compose[data-ready]").waitFor();
            page.fill("#subject", "Báo cáo quý IV");
            page.locator("#editor").click();
            page.keyboard().type("Em gửi chị bản báo cáo đính kèm ạ.");
            look(page, "phone");
            page.click("#send");
            assertThat(page.locator("[data-ask]")).isVisible();
            look(page, "phone-forgotten");
            page.click("[data-ask] [data-close=no]");
            page.click(".options > summary");
            look(page, "phone-options");
            assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void aScheduledMessageIsSeenChangedAndSent() throws IOException {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = watched(TestBrowser.signIn(context, server, an));
            page.navigate(server.web() + "/compose");
            page.locator("#compose[data-ready]").waitFor();
            page.fill("#to", binh.login());
            page.fill("#subject", "Chúc mừng sinh nhật");
            page.locator("#editor").click();
            page.keyboard().type("Sinh nhật vui vẻ!");
            page.click(".split summary");
            look(page, "later");
            page.click("[data-later]:has-text('Tomorrow')");
            page.waitForURL("**/mail/inbox");
            assertThat(page.locator("[data-sent]")).containsText("Will be sent on");
            page.click("[data-sent] a");
            assertThat(page.locator(".waiting-subject")).hasText("Chúc mừng sinh nhật");
            look(page, "scheduled");
            var later = LocalDate.now(ZoneOffset.UTC).plusDays(20);
            page.locator(".waiting-time input").fill(later + "T18:00");
            page.click("button[value=at]");
            assertThat(page.locator(".waiting-when"))
                    .containsText(
                            later.getDayOfMonth()
                                    + " "
                                    + later.getMonth()
                                            .getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            page.click("button[value=edit]");
            page.locator("#compose[data-ready]").waitFor();
            assertThat(page.locator("#editor")).containsText("Sinh nhật vui vẻ!");
            page.click(".split summary");
            page.click("[data-later]:has-text('Tomorrow')");
            page.waitForURL("**/mail/scheduled");
            assertThat(page.locator(".waiting-card")).hasCount(1);
            page.click("button[value=now]");
            assertThat(page.locator(".waiting-card")).hasCount(0);
        }
        assertThat(arrived(binh)).contains("Subject: =?UTF-8?");
        assertThat(complaints).isEmpty();
    }

    @Test
    void anAnswerKeepsTheQuotationWithoutItsEffects() throws IOException {
        var html =
                "<p class=\"toasts\" style=\"color: rgb(168, 35, 28); position: fixed; top: 0\">Xin chào</p>"
                        + "<img src=\"https://leak.example/x.png\"><script>alert(1)</script>"
                        + "<a href=\"https://example.org/ga\" onclick=\"alert(1)\">ga</a>";
        server.deliver(
                an.login(),
                ("From: Trần Bình <"
                                + binh.login()
                                + ">\r\nTo: "
                                + an.login()
                                + "\r\nMessage-ID: <ga@example.org>\r\nSubject: Ga\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
                                + html
                                + "\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        undo(an, 0);
        try (var context = TestBrowser.shared().open(Device.DARK, "vi-VN")) {
            var page = watched(TestBrowser.signIn(context, server, an));
            page.navigate(server.web() + "/compose?reply=inbox:1");
            page.locator("#compose[data-ready]").waitFor();
            var quoted = page.locator("#editor blockquote p");
            assertThat(quoted).hasText("Xin chào");
            assertThat(quoted).hasCSS("color", "rgb(168, 35, 28)");
            assertThat(quoted).hasCSS("position", "static");
            assertThat(page.locator("#editor script, #editor [onclick], #editor .toasts"))
                    .hasCount(0);
            page.keyboard().type("Vâng ạ!");
            look(page, "reply-dark-vi");
            page.keyboard().press("Control+Enter");
            page.waitForURL("**/mail/inbox");
        }
        assertThat(arrived(binh))
                .contains(
                        "In-Reply-To: <ga@example.org>",
                        "<blockquote type=3D\"cite\">",
                        "https://leak.example/x.png")
                .contains("> Xin ch=C3=A0o", "<https://example.org/ga>")
                .doesNotContain("onclick", "script", "data-style", "data-src", "position");
        assertThat(complaints).isEmpty();
    }
}

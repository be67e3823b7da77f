package org.bocau.reading;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Files of letters, looked at without saving them: pictures, PDFs, text, letters. */
@BrowserTest
class PreviewBrowserTest {
    /** What a fast hand does: the dialog is closed, and the page not drawn anew yet. */
    private static final String SLASH_AS_IT_CLOSES =
            """
            () => {
              const dialog = document.getElementById('shortcuts');
              dialog.showModal();
              const button = dialog.querySelector('button');
              button.focus();
              dialog.close();
              button.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true, cancelable: true }));
            }
            """;

    private final TestServer server;
    private final TestAccount an;

    PreviewBrowserTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    private static String file(String type, String name, byte[] content) {
        return "--b\r\nContent-Type: "
                + type
                + "\r\nContent-Disposition: attachment; filename=\""
                + name
                + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(content)
                + "\r\n";
    }

    private static byte[] picture() throws IOException {
        var image = new BufferedImage(900, 600, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.setPaint(new GradientPaint(0, 0, new Color(250, 190, 120), 0, 600, Color.BLUE));
        pen.fillRect(0, 0, 900, 600);
        pen.setColor(new Color(40, 60, 50));
        pen.fillPolygon(
                new int[] {0, 350, 600, 900, 900, 0}, new int[] {520, 260, 420, 300, 600, 600}, 6);
        pen.dispose();
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    /** Two pages with a line of text each; offsets are left to the reader to find. */
    private static byte[] pdf() {
        var first =
                "BT /F1 36 Tf 72 720 Td (Invoice 2026-118) Tj 0 -60 Td /F1 18 Tf (Two nights in Da Lat) Tj ET";
        var second = "BT /F1 24 Tf 72 720 Td (The second page) Tj ET";
        var page =
                " 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 7 0 R >> >> /Contents ";
        return ("%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >> endobj\n"
                        + "2 0 obj << /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >> endobj\n3"
                        + page
                        + "5 0 R >> endobj\n4"
                        + page
                        + "6 0 R >> endobj\n5 0 obj << /Length "
                        + first.length()
                        + " >> stream\n"
                        + first
                        + "\nendstream endobj\n6 0 obj << /Length "
                        + second.length()
                        + " >> stream\n"
                        + second
                        + "\nendstream endobj\n7 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj\n"
                        + "trailer << /Root 1 0 R /Size 8 >>\n%%EOF\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Its first page is drawn ten times by ten parts of ten parts: more than anybody waits for. */
    private static byte[] endlessPdf() {
        var text =
                new StringBuilder(
                        """
                        %PDF-1.4
                        1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
                        2 0 obj << /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >> endobj
                        3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 300] /Resources << /XObject << /X 10 0 R >> >> /Contents 5 0 R >> endobj
                        4 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 300] /Resources << /Font << /F1 7 0 R >> >> /Contents 6 0 R >> endobj
                        7 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj
                        """);
        stream(text, 5, "", "/X Do");
        stream(text, 6, "", "BT /F1 24 Tf 72 200 Td (The second page) Tj ET");
        var form = "/Type /XObject /Subtype /Form /BBox [0 0 600 600]";
        for (int n = 10; n < 20; n++) {
            var within = " /Resources << /XObject << /X " + (n + 1) + " 0 R >> >>";
            stream(text, n, form + within, "/X Do ".repeat(10));
        }
        stream(text, 20, form, "0 0 m 9 9 l S ".repeat(10));
        return text.append("trailer << /Root 1 0 R /Size 21 >>\n%%EOF\n")
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void stream(StringBuilder pdf, int n, String about, String content) {
        pdf.append(n).append(" 0 obj << ").append(about).append(" /Length ");
        pdf.append(content.length()).append(" >> stream\n").append(content);
        pdf.append("\nendstream endobj\n");
    }

    /** What would be drawn for ever is given up, says so, and holds up no other page. */
    @Test
    void aPageThatNeverEndsIsGivenUp() throws IOException {
        var message =
                "From: Lan <lan@example.net>\r\nSubject: Bản vẽ\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                        + file("application/pdf", "ban-ve.pdf", endlessPdf())
                        + "--b--\r\n";
        server.deliver(an.login(), message.getBytes(StandardCharsets.UTF_8));
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "vi-VN")) {
            var page = TestBrowser.signIn(context, server, an);
            page.navigate(server.web() + "/mail/inbox/1/view/1");
            var paper = page.frameLocator(".viewer-frame");
            paper.locator(".page[data-slow]")
                    .waitFor(
                            new Locator.WaitForOptions().setTimeout(120_000)); // its time, and some
            assertThat(paper.locator(".page[data-slow]")).containsText("Mất quá lâu");
            assertThat(paper.locator(".page[data-drawn] .text")).containsText("The second page");
            assertThat(paper.locator(".page[data-slow]")).hasCount(1);
            TestBrowser.screenshot(page, "preview-pdf-slow");
            page.locator("#q").fill("the page lives");
        }
    }

    private static String enclosed() throws IOException {
        return "--b\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename=\"Hợp đồng thuê nhà.eml\"\r\n\r\n"
                + "From: =?UTF-8?Q?L=C3=AA_H=E1=BA=A3i?= <hai@example.vn>\r\nTo: Lan <lan@example.net>\r\n"
                + "Subject: =?UTF-8?Q?H=E1=BB=A3p_=C4=91=E1=BB=93ng_thu=C3=AA_nh=C3=A0?=\r\n"
                + "Date: Fri, 20 Nov 2026 09:30:00 +0700\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
                + "<p>Chào chị Lan,</p><p>hợp đồng em gửi kèm, <b>hai bản</b>.</p><script>parent.document.title='ran'</script>"
                + "<img src=\"http://pictures.example/a.png\" width=80 height=40>\r\n"
                + file("image/png", "mat-bang.png", picture()).replace("--b\r\n", "--c\r\n")
                + "--c--\r\n";
    }

    private void deliver() throws IOException {
        var latin = "Gr\u00fc\u00dfe aus K\u00f6ln,\r\n".repeat(3);
        var long1 =
                "A line of a log that goes on and on without an end, with numbers 1234567890. "
                        .repeat(20);
        var message =
                "From: Trần Thị Lan <lan@example.net>\r\nTo: An <"
                        + an.login()
                        + ">\r\nSubject: Giấy tờ chuyến đi\r\nDate: Mon, 23 Nov 2026 08:00:00 +0700\r\nMessage-ID: <files@x.example>\r\n"
                        + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                        + "Chào An,\r\n\r\nmình gửi bạn giấy tờ của chuyến đi.\r\n\r\nLan\r\n"
                        + file("image/png", "Đà Lạt lúc hoàng hôn.png", picture())
                        + file("application/octet-stream", "invoice.pdf", pdf())
                        + file(
                                "text/plain",
                                "gruesse.txt",
                                latin.getBytes(Charset.forName("windows-1252")))
                        + file(
                                "text/plain; charset=utf-8",
                                "server.log",
                                (long1 + "\n").repeat(400).getBytes(StandardCharsets.UTF_8))
                        + enclosed()
                        + file(
                                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                                "Chi phí.xlsx",
                                new byte[] {'P', 'K', 3, 4})
                        + file(
                                "image/png",
                                "not.png",
                                "<script>alert(27)</script>".getBytes(StandardCharsets.US_ASCII))
                        + "--b--\r\n";
        server.deliver(an.login(), message.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void filesAreLookedAtOneAfterTheOther() throws IOException {
        deliver();
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.locator(".row-link").click();
            var first = page.locator("a.attachment").first();
            first.click();
            var viewer = page.locator("dialog #viewer");
            assertThat(viewer.locator("h1")).hasText("Đà Lạt lúc hoàng hôn.png");
            assertThat(viewer).containsText("1 of 7");
            page.waitForCondition(
                    () -> viewer.locator("img").evaluate("i => i.naturalWidth").equals(900));
            TestBrowser.screenshot(page, "preview-picture");
            TestBrowser.requireAccessible(page);

            page.keyboard().press("ArrowRight");
            var paper = page.frameLocator(".viewer-frame");
            assertThat(paper.locator(".page[data-drawn]")).hasCount(1);
            assertThat(paper.locator(".page")).hasCount(2);
            assertThat(paper.locator(".page").first().locator(".text"))
                    .containsText("Invoice 2026-118");
            assertThat(page.frames().getLast().evaluate("origin")).isEqualTo("null");
            TestBrowser.screenshot(page, "preview-pdf");

            page.keyboard().press("ArrowRight");
            assertThat(viewer.locator("pre")).containsText("Grüße aus Köln,");
            page.keyboard().press("ArrowRight");
            assertThat(viewer.locator(".banner")).containsText("beginning of a long file");
            assertThat(viewer.locator("pre").evaluate("p => p.scrollWidth <= p.clientWidth"))
                    .isEqualTo(true);
            TestBrowser.screenshot(page, "preview-text");
            TestBrowser.requireAccessible(page);
            page.keyboard().press("ArrowRight");
            letter(page);
            page.keyboard().press("ArrowRight");
            assertThat(viewer).containsText("No preview of this kind");
            TestBrowser.screenshot(page, "preview-none");
            page.keyboard().press("ArrowLeft");
            assertThat(viewer.locator("h2")).hasText("Hợp đồng thuê nhà");
            page.keyboard().press("Escape");
            assertThat(page.locator("dialog.viewer-dialog")).isHidden();
            assertThat(first).isFocused();
            page.keyboard().press("u");
            assertThat(page).hasURL(server.web() + "/mail/inbox");
        }
    }

    /** Those of the list where they mean something; before, they meant nothing here. */
    @Test
    void lettersLeadThroughThePagesOfFilesToo() throws IOException {
        deliver();
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.navigate(server.web() + "/mail/inbox/1/view/4");
            page.keyboard().press("j");
            requireFile(page, "server.log");
            page.keyboard().press("p");
            requireFile(page, "gruesse.txt");
            page.keyboard().press("k");
            requireFile(page, "invoice.pdf");
            var paper = page.frameLocator(".viewer-frame");
            assertThat(paper.locator(".page[data-drawn]")).hasCount(1);
            paper.locator(".page").first().click(); // the focus is in the frame
            page.keyboard().press("n");
            requireFile(page, "gruesse.txt");

            page.keyboard().press("?");
            assertThat(page.locator("#shortcuts")).isVisible();
            TestBrowser.screenshot(page, "preview-keys");
            page.keyboard().press("Escape");
            assertThat(page.locator("#shortcuts")).isHidden();
            requireFile(page, "gruesse.txt");
            page.evaluate(SLASH_AS_IT_CLOSES);
            assertThat(page.locator("#q")).isFocused();
            page.locator("main").click();
            page.keyboard().press("/");
            assertThat(page.locator("#q")).isFocused();
            page.keyboard().type("jun"); // letters are letters there
            assertThat(page.locator("#q")).hasValue("jun");
            page.locator("main").click();
            page.keyboard().press("u");
            assertThat(page).hasURL(server.web() + "/mail/inbox/1");
        }
    }

    /** The page of this file, and its keys. */
    private static void requireFile(Page page, String name) {
        assertThat(page.locator(".viewer-page h1")).hasText(name);
        TestBrowser.scripted(page);
    }

    @Test
    void lettersThatAreTurnedOffLeadNowhere() throws IOException {
        deliver();
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.keyboard().press("?");
            page.click("#shortcuts .key-switch button");
            assertThat(page.locator("body")).hasAttribute("data-keys", "off");
            TestBrowser.scripted(page);
            page.locator(".row-link").click();
            page.locator("a.attachment").first().click();
            var viewer = page.locator("dialog #viewer");
            assertThat(viewer.locator("h1")).hasText("Đà Lạt lúc hoàng hôn.png");
            for (var letter : List.of("j", "n", "k", "p", "u")) page.keyboard().press(letter);
            assertThat(viewer.locator("h1")).hasText("Đà Lạt lúc hoàng hôn.png");
            page.keyboard().press("ArrowRight");
            assertThat(viewer.locator("h1")).hasText("invoice.pdf");
        }
    }

    /** A key that is pressed while a file is on its way leads on from that file. */
    @Test
    void whoIsFasterThanAFileIsLedOn() throws IOException {
        deliver();
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.locator(".row-link").click();
            page.locator("a.attachment").first().waitFor();
            var held = new ArrayList<Route>();
            page.route("**/view/2", held::add);
            page.locator("a.attachment").first().click();
            var viewer = page.locator("dialog #viewer");
            assertThat(viewer.locator("h1")).hasText("Đà Lạt lúc hoàng hôn.png");
            page.keyboard().press("ArrowRight");
            page.waitForCondition(() -> !held.isEmpty());
            held.forEach(Route::resume);
            assertThat(viewer.locator("h1")).hasText("invoice.pdf");
        }
    }

    @Test
    void itOpensAtOnceAndAgainWhenItsDialogIsGone() throws IOException {
        deliver();
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.locator(".row-link").click();
            page.locator("a.attachment").first().click();
            assertThat(page.locator("dialog #viewer .viewer-stage")).isVisible();
            // As when going back puts the whole page in place anew
            page.evaluate("document.querySelector('.viewer-dialog').remove()");
            var slow = new ArrayList<Route>();
            page.route(
                    "**/view/2",
                    route -> {
                        if (slow.isEmpty()) slow.add(route);
                        else route.resume();
                    });
            page.locator("a.attachment").first().click();
            assertThat(page.locator("dialog h1")).hasText("Đà Lạt lúc hoàng hôn.png");
            assertThat(page.locator("dialog button[data-viewer-close]")).isFocused();
            TestBrowser.screenshot(page, "preview-coming");
            TestBrowser.requireAccessible(page);
            slow.getFirst().abort();
            page.waitForURL("**/view/2");
            assertThat(page.locator("main h1")).hasText("Đà Lạt lúc hoàng hôn.png");
        }
    }

    /** The enclosed letter: its own head, its body in its own document, its files. */
    private static void letter(Page page) {
        var viewer = page.locator("dialog #viewer");
        assertThat(viewer.locator("h2")).hasText("Hợp đồng thuê nhà");
        assertThat(viewer.locator(".fields")).containsText("Lê Hải <hai@example.vn>");
        assertThat(viewer.locator(".images-banner")).containsText("One picture");
        assertThat(page.frameLocator(".viewer-letter iframe").locator("#mail"))
                .containsText("hai bản");
        assertThat(page.title()).doesNotContain("ran");
        TestBrowser.screenshot(page, "preview-letter");
        TestBrowser.requireAccessible(page);
        viewer.locator("a.attachment").click();
        assertThat(viewer.locator("h1")).hasText("mat-bang.png");
        viewer.locator("[data-viewer-close]").click();
        assertThat(viewer.locator("h2")).hasText("Hợp đồng thuê nhà");
    }

    @Test
    void withoutScriptEachIsAPage() throws IOException {
        deliver();
        try (var context = TestBrowser.shared().withoutScript()) {
            var page = TestBrowser.signIn(context, server, an);
            page.navigate(server.web() + "/mail/inbox/1");
            page.locator("a.attachment").first().click();
            assertThat(page.locator("h1")).hasText("Đà Lạt lúc hoàng hôn.png");
            for (int part = 3; part <= 6; part++) {
                page.locator("a[rel=next]").click();
                assertThat(page).hasURL(server.web() + "/mail/inbox/1/view/" + part);
            }
            assertThat(page.locator("#viewer h2")).hasText("Hợp đồng thuê nhà");
            page.locator(".viewer-letter a.attachment").click();
            assertThat(page.locator("h1")).hasText("mat-bang.png");
            page.locator("[data-viewer-close]").click();
            page.locator("[data-viewer-close]").click();
            assertThat(page).hasURL(server.web() + "/mail/inbox/1");
        }
    }

    @Test
    @Tag("T27")
    @Tag("T43")
    void onlyWhatItIsIsShown() throws IOException {
        deliver();
        var visitor = WebVisitor.signedIn(server, an);
        var lie = visitor.get("/mail/inbox/1/part/8?inline=1");
        assertThat(lie.header("content-type")).isEqualTo("application/octet-stream");
        assertThat(lie.header("content-disposition")).startsWith("attachment");
        var pdf = visitor.get("/mail/inbox/1/part/3?inline=1");
        assertThat(pdf.header("content-type")).isEqualTo("application/pdf");

        var frame = visitor.get("/mail/inbox/1/pdf/3");
        assertThat(frame.header("content-security-policy")).startsWith("sandbox allow-scripts;");
        var signed = frame.page().select("main").attr("data-file");
        var stranger = WebVisitor.of(server);
        assertThat(stranger.get(signed).status()).isEqualTo(200);
        assertThat(stranger.get(signed + "x").status()).isEqualTo(404);
        for (var path : List.of("pdf/2", "pdf/8", "view/1", "view/9", "view/6.9", "body?part=2")) {
            assertThat(visitor.get("/mail/inbox/1/" + path).status()).as(path).isEqualTo(404);
        }
        var other = WebVisitor.signedIn(server, server.account("binh"));
        for (var path : List.of("pdf/3", "view/2", "view/6", "view/6.2", "body?part=6")) {
            assertThat(other.get("/mail/inbox/1/" + path).status()).as(path).isEqualTo(404);
        }
        assertThat(visitor.get("/mail/inbox/1/view/6.2").status()).isEqualTo(200);
    }

    @Test
    void allOfItIsFitToBeSeen() throws IOException {
        deliver();
        for (var device : List.of(Device.PHONE, Device.DARK)) {
            var language = device == Device.DARK ? "en-GB" : "vi-VN";
            try (var context = TestBrowser.shared().open(device, language)) {
                var page = TestBrowser.signIn(context, server, an);
                var name = "preview-" + device.name().toLowerCase(Locale.ROOT) + "-";
                for (int part = 2; part <= 7; part++) {
                    page.navigate(server.web() + "/mail/inbox/1/view/" + part);
                    page.waitForLoadState();
                    if (part == 3)
                        assertThat(
                                        page.frameLocator(".viewer-frame")
                                                .locator(".page[data-drawn]")
                                                .first())
                                .isVisible();
                    TestBrowser.screenshot(page, name + part);
                    if (part != 3) TestBrowser.requireAccessible(page);
                }
            }
        }
    }
}

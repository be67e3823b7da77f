package org.bocau.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;

/** The site as an app: manifest, service worker, the page without a network. */
@BrowserTest
class InstalledAppTest {
    private final TestServer server;

    InstalledAppTest(TestServer server) {
        this.server = server;
    }

    @Test
    void itsPartsAreOpenAndBeginNoSession() {
        var visitor = WebVisitor.of(server);
        for (var path : new String[] {"/manifest.webmanifest", "/sw.js", "/offline"}) {
            var answer = visitor.send("GET", path, "");
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.header("set-cookie")).as(path).isEmpty();
            assertThat(answer.header("content-security-policy")).contains("default-src 'none'");
        }
        var manifest = visitor.get("/manifest.webmanifest").page().text();
        assertThat(manifest).contains("\"start_url\":\"/mail/inbox\"", "maskable");
        var icons = Pattern.compile("\"src\":\"([^\"]+)\"").matcher(manifest).results().toList();
        assertThat(icons).hasSize(4);
        for (var icon : icons) {
            assertThat(visitor.send("GET", icon.group(1), "").status()).isEqualTo(200);
        }
    }

    @Test
    void withoutANetworkThereIsAPageThatSaysSo() {
        var an = server.account("an");
        try (var context = TestBrowser.shared().open(Device.PHONE, "vi-VN")) {
            var page = TestBrowser.signIn(context, server, an);
            TestBrowser.settle(page, "() => navigator.serviceWorker.controller !== null");
            context.setOffline(true);
            page.navigate(server.web() + "/settings/general");
            assertThat(page.locator("h1")).hasText("Không có mạng");
            TestBrowser.screenshot(page, "offline-phone");
            TestBrowser.requireAccessible(page);
            context.setOffline(false);
            page.click("main a");
            page.waitForURL(Pattern.compile(".*/mail/inbox"));

            page.navigate(server.web() + "/settings/general"); // through the worker, like a form:
            page.selectOption("#zone", "UTC");
            page.click("main form[action='/settings/general'] button");
            assertThat(page.locator("#toasts .toast")).isVisible();
            context.clearCookies();
            page.navigate(server.web() + "/settings/reading");
            assertThat(page).hasURL(Pattern.compile(".*/sign-in.*"));
        }
    }
}

package org.bocau.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/**
 * The picture of the README: the demo's mail in the webmail. Kept as {@code
 * target/screenshots/readme.png}; copy it to {@code src/docs/screenshot.png} when the pages change.
 */
@BrowserTest
class ScreenshotTest {
    @Test
    void showsTheDemosMail(TestServer server) throws IOException {
        var an = server.account("an");
        for (var item : DemoMail.all(server.bean(Clock.class).instant())) {
            if (item.login().startsWith("an") && item.mailbox().equals("INBOX")) {
                var octets = item.text().getBytes(StandardCharsets.UTF_8);
                server.deliver(an.login(), octets, item.flags(), item.at());
            }
        }
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = context.newPage();
            page.navigate(server.web().resolve("/sign-in").toString());
            page.fill("input[name=username]", an.login());
            page.fill("input[name=password]", an.password());
            page.press("input[name=password]", "Enter");
            page.locator(".row-link").first().click();
            assertThat(page.locator(".message-subject")).isVisible();

            TestBrowser.requireAccessible(page);
            TestBrowser.screenshot(page, "readme");
        }
    }
}

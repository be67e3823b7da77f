package org.bocau.webmail;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** A page that is open and not looked at tells of new mail, where that was asked for. */
@BrowserTest
class NoticeBrowserTest {
    /**
     * Browsers that are driven show every page; this one can look away, and says what was shown.
     */
    private static final String AWAY =
            """
            Object.defineProperty(document, 'hidden', { get: () => globalThis.away === true });
            globalThis.told = [];
            const keep = (title, options) => { told.push(title + ': ' + options.body); };
            ServiceWorkerRegistration.prototype.showNotification = async (...notice) => keep(...notice);
            const real = globalThis.Notification;
            globalThis.Notification = class extends EventTarget {
              static get permission() { return real.permission; }
              static requestPermission() { return real.requestPermission(); }
              constructor(...notice) { super(); keep(...notice); }
            };
            """;

    private final TestServer server;
    private final TestAccount an;

    NoticeBrowserTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    @Test
    void mailIsToldOfOnlyWhereItIsWantedAndNobodyLooks() throws IOException {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            context.grantPermissions(List.of("notifications"));
            context.addInitScript(AWAY);
            var page = TestBrowser.signIn(context, server, an);
            page.waitForResponse("**/mail/events**", () -> page.reload());
            page.evaluate("globalThis.away = true");
            server.deliver(an.login(), "Subject: not asked for\r\n\r\nx\r\n");
            assertThat(page.locator("#live .visually-hidden")).hasText("1 new message");
            assertThat(page.evaluate("told.length")).isEqualTo(0);

            page.navigate(server.web() + "/settings/notifications");
            page.check("#open");
            TestBrowser.screenshot(page, "notices-settings");
            TestBrowser.requireAccessible(page);
            page.click("#while-open button");
            assertThat(page.locator("#toasts .toast")).containsText("Saved");
            assertThat(page.locator("#open")).isChecked();

            page.waitForResponse(
                    "**/mail/events**", () -> page.navigate(server.web() + "/mail/inbox"));
            server.deliver(an.login(), "Subject: looked at\r\n\r\nx\r\n");
            assertThat(page.locator("#live .visually-hidden")).hasText("1 new message");
            assertThat(page.locator(".row")).hasCount(2);
            assertThat(page.evaluate("told.length")).isEqualTo(0);
            page.evaluate("globalThis.away = true");
            server.deliver(an.login(), "Subject: told\r\n\r\nx\r\n");
            page.waitForCondition(() -> !page.evaluate("told.length").equals(0));
            assertThat(page.evaluate("told.join()")).isEqualTo("Bồ Câu: 1 new message");
        }
    }
}

package org.bocau.safety;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Pattern;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who comes to a browser after somebody has signed out finds nothing of theirs. */
@BrowserTest
class SignedOutTest {
    private final TestServer server;

    SignedOutTest(TestServer server) {
        this.server = server;
    }

    @Test
    @Tag("T57")
    void nothingIsLeftInTheBrowser() throws IOException {
        var an = server.account("an");
        server.deliver(an.login(), Letters.html("confidential", "<p>for her alone</p>"));
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.locator(".row-link").click();
            page.frameLocator(".message-frame").getByText("for her alone").waitFor();
            page.navigate(server.web() + "/compose");
            page.locator("#compose[data-ready]").waitFor();
            page.fill("#subject", "half a thought");
            page.waitForCondition(() ->
                    page.evaluate("Object.keys(localStorage).join()")
                            .toString()
                            .contains("compose:"));
            page.onDialog(dialog -> dialog.accept());
            page.navigate(server.web() + "/mail/inbox");
            page.click(".page-header-end > button");
            var answer =
                    page.waitForResponse(
                            "**/sign-out",
                            () -> page.click("#account-menu form[action='/sign-out'] button"));
            assertThat(answer.headerValue("clear-site-data")).isEqualTo("\"cache\", \"storage\"");
            assertThat(page).hasURL(Pattern.compile(".*/sign-in\\?signed-out"));
            assertThat(page.evaluate("localStorage.length")).isEqualTo(0);
            for (int step = 0; step < 4; step++) {
                page.goBack();
                assertThat(page.content())
                        .doesNotContain("confidential", "for her alone", "half a thought");
            }
        }
    }

    @Test
    @Tag("T57")
    void aTabThatIsStillOpenSaysSo() throws IOException {
        var an = server.account("an");
        server.deliver(an.login(), "Subject: one\r\n\r\ntext");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            var other = context.newPage();
            other.navigate(server.web() + "/mail/inbox");
            other.click(".page-header-end > button");
            other.click("#account-menu form[action='/sign-out'] button");
            page.locator(".row-link").click();
            assertThat(page.locator("#sign-in-again")).isVisible();
        }
    }
}

package org.bocau.compose;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** Messages in windows belong to one tab, and wait for it where none are shown. */
@BrowserTest
class TabsBrowserTest {
    /** The page has said that the windows are its tab's. */
    private static final String OWNED =
            "async () => (await navigator.locks.query()).held.some(one => one.name.startsWith('tab:'))";

    private static final String NONE_REMEMBERED = "() => !sessionStorage.getItem('windows')";

    private final TestServer server;
    private final TestAccount an;
    private final List<String> complaints = new ArrayList<>();

    TabsBrowserTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    private Page inbox(BrowserContext context) {
        var page = TestBrowser.signIn(context, server, an);
        listen(page);
        page.locator("html.scripted").waitFor();
        return page;
    }

    private void listen(Page page) {
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) complaints.add(message.text());
        });
        page.onPageError(complaints::add);
    }

    private void requireNoComplaints() {
        assertThat(complaints).allMatch(text -> text.contains("ERR_FAILED")); // what we cut off
    }

    /**
     * What a browser does with "duplicate tab": the new one has a copy of the session's storage.
     */
    private Page duplicate(Page page) {
        var other = page.waitForPopup(() -> page.evaluate("() => { open(location.href); }"));
        listen(other);
        return other;
    }

    private static Locator ready(Page page, int n) {
        var window = page.locator("#window-" + n + "-frame[data-ready]");
        window.waitFor();
        return window;
    }

    private static Locator field(Page page, String name) {
        return page.locator("#window-1-" + name);
    }

    /** A window with a draft on the server and a text that only this browser has. */
    private static void write(Page page, String subject, String text) {
        page.click("a.compose-button");
        var window = ready(page, 1);
        field(page, "subject").fill(subject);
        page.keyboard().press("Control+s");
        assertThat(window.locator(".save-state")).containsText("Saved");
        page.route("**/compose/draft", Route::abort);
        field(page, "editor").click();
        page.keyboard().type(text);
        page.waitForFunction("text => Object.values(localStorage).join().includes(text)", text);
    }

    @Test
    void aDuplicatedTabLeavesTheWindowsWhereTheyAre() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = inbox(context);
            write(page, "Written once", "Not on the server yet");
            var other = duplicate(page);
            other.waitForFunction(NONE_REMEMBERED);
            other.locator("html.scripted").waitFor();
            assertThat(other.locator(".window")).hasCount(0);
            other.reload();
            other.locator("html.scripted").waitFor();
            other.click("a.compose-button"); // it has windows of its own
            assertThat(ready(other, 1).locator("[data-restored]")).isHidden();
            field(other, "subject").fill("Another message");
            other.click(".folder[data-mailbox=sent]");
            other.waitForURL("**/mail/sent");
            ready(other, 1);
            assertThat(field(other, "subject")).hasValue("Another message");
            page.reload();
            ready(page, 1);
            assertThat(field(page, "subject")).hasValue("Written once");
            assertThat(field(page, "editor")).containsText("Not on the server yet");
            assertThat(page.locator(".window")).hasCount(1);
        }
        requireNoComplaints();
    }

    /** The first tab is gone when the copy comes to life: it takes the windows over. */
    @Test
    void whoIsLeftHasTheWindows() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = inbox(context);
            write(page, "Handed over", "Not on the server yet");
            page.navigate(server.web() + "/contacts");
            page.waitForFunction(OWNED);
            context.route("**/mail/inbox", Route::abort);
            var other = page.waitForPopup(() -> page.evaluate("() => { open('/mail/inbox'); }"));
            page.close();
            context.unroute("**/mail/inbox");
            other.navigate(server.web() + "/mail/inbox");
            ready(other, 1);
            assertThat(field(other, "subject")).hasValue("Handed over");
            assertThat(field(other, "editor")).containsText("Not on the server yet");
        }
        requireNoComplaints();
    }

    @Test
    void windowsComeBackUnharmedFromSettingsAndContacts() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = inbox(context);
            write(page, "Still here", "typed before one looked up an address");
            page.navigate(server.web() + "/contacts");
            page.waitForFunction(OWNED);
            var other = duplicate(page);
            other.waitForFunction(NONE_REMEMBERED);
            other.navigate(server.web() + "/mail/inbox");
            other.locator("html.scripted").waitFor();
            page.navigate(server.web() + "/settings");
            page.waitForFunction(OWNED);
            page.navigate(server.web() + "/mail/inbox");
            ready(page, 1);
            assertThat(field(page, "subject")).hasValue("Still here");
            assertThat(field(page, "editor")).containsText("looked up an address");
            page.click(".folder[data-mailbox=sent]");
            page.waitForURL("**/mail/sent");
            ready(page, 1);
            page.goBack(); // the browser may have kept the page
            page.waitForURL("**/mail/inbox");
            ready(page, 1);
            assertThat(field(page, "editor")).containsText("looked up an address");
            assertThat(other.locator(".window")).hasCount(0);
        }
        requireNoComplaints();
    }

    /** A page that becomes a window joins those of its own tab only. */
    @Test
    void aPageOfADuplicateBecomesItsOwnWindow() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = inbox(context);
            write(page, "The first", "Not on the server yet");
            var other =
                    page.waitForPopup(
                            () -> page.evaluate("() => { open('/compose?back=/mail/inbox'); }"));
            listen(other);
            other.locator("#compose[data-ready]").waitFor();
            other.fill("#subject", "The second");
            other.click("[data-dock]");
            other.waitForURL("**/mail/inbox");
            ready(other, 1);
            assertThat(field(other, "subject")).hasValue("The second");
            assertThat(other.locator(".window")).hasCount(1);
            assertThat(page.locator(".window")).hasCount(1);
            assertThat(field(page, "subject")).hasValue("The first");
        }
        requireNoComplaints();
    }
}

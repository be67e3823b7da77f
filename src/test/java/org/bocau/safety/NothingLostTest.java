package org.bocau.safety;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** Sessions end, networks go away, servers fail: what somebody has typed stays. */
@BrowserTest
class NothingLostTest {
    private final TestServer server;

    NothingLostTest(TestServer server) {
        this.server = server;
    }

    /** The session is over for the server, and the browser does not know yet. */
    private static void endSession(BrowserContext context) {
        var others = context.cookies().stream().map(NothingLostTest::stale).toList();
        context.clearCookies();
        context.addCookies(others);
    }

    private static Cookie stale(Cookie cookie) {
        if (cookie.name.equals("bocau-session")) cookie.value = "0123456789ABCDEF0123456789ABCDEF";
        return cookie;
    }

    private static void signInAgain(Page page, TestAccount account) {
        var dialog = page.locator("#sign-in-again");
        assertThat(dialog).isVisible();
        assertThat(dialog.locator("[name=username]")).hasValue(account.login());
        TestBrowser.requireAccessible(page);
        page.fill("#again-password", "wrong");
        page.keyboard().press("Enter");
        assertThat(dialog.locator("[role=alert]")).isVisible();
        page.fill("#again-password", account.password());
        page.keyboard().press("Enter");
        assertThat(dialog).isHidden();
    }

    /** What this browser keeps of what was typed. */
    private static String copies(Page page) {
        return page.evaluate("Object.values(localStorage).join()").toString();
    }

    @Test
    void aDraftOutlivesItsSession() {
        var an = server.account("an");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "vi-VN")) {
            var page = TestBrowser.signIn(context, server, an);
            page.navigate(server.web() + "/compose");
            endSession(context);
            page.fill("#subject", "Thư dở dang");
            signInAgain(page, an); // asked for by the draft that saves itself
            assertThat(page.locator(".save-state")).containsText(Pattern.compile("\\d"));
            assertThat(page.locator("#subject")).hasValue("Thư dở dang");
            page.navigate(server.web() + "/mail/drafts");
            assertThat(page.locator(".row-subject")).hasText("Thư dở dang");
        }
    }

    @Test
    void anActionGoesOnAfterSigningIn() throws IOException {
        var an = server.account("an");
        server.deliver(an.login(), "Subject: one\r\n\r\ntext");
        server.deliver(an.login(), "Subject: two\r\n\r\ntext");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            endSession(context);
            page.locator(".row").first().hover();
            page.locator(".row").first().locator("[value^=delete]").click();
            signInAgain(page, an);
            assertThat(page.locator(".row")).hasCount(1);
            assertThat(page.locator(".toast").first()).containsText("Trash");
        }
    }

    @Test
    void aFormThatWasLeftOpenIsSentWhenThereIsASession() {
        var an = server.account("an");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.clock().install();
            page.navigate(server.web() + "/folders/new");
            page.fill("input[name=name]", "Thought of late");
            page.clock().fastForward("20:00");
            endSession(context);
            page.locator("main form button").last().click();
            signInAgain(page, an);
            assertThat(page.locator(".list-title")).hasText("Thought of late");
        }
    }

    @Test
    void whoDoesNotSignInKeepsThePage() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, server.account("an"));
            page.navigate(server.web() + "/compose");
            endSession(context);
            page.fill("#subject", "kept");
            assertThat(page.locator("#sign-in-again")).isVisible();
            page.click("#sign-in-again button[value=no]");
            assertThat(page.locator("#sign-in-again")).isHidden();
            assertThat(page.locator("#subject")).hasValue("kept");
            page.waitForCondition(() -> copies(page).contains("kept"));
        }
    }

    /** Without a network: the bar says so, an action fails in words, the draft waits. */
    @Test
    void offlineIsSaidAndNothingGoes() throws IOException {
        var an = server.account("an");
        server.deliver(an.login(), "Subject: one\r\n\r\ntext");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.locator("html.scripted").waitFor();
            context.setOffline(true);
            assertThat(page.locator("#live")).containsText("No connection");
            page.locator(".row").hover();
            page.locator(".row [value^=delete]").first().click();
            assertThat(page.locator(".toast").first()).isVisible();
            assertThat(page.locator(".row:not(.going)")).hasCount(1);
            TestBrowser.requireAccessible(page);
            context.setOffline(false);
            assertThat(page.locator("#live")).not().containsText("No connection");
        }
    }

    /** What a stream says that was asked for before the network went is no sign of a network. */
    @Test
    void anAnswerFromBeforeTheNetworkWentIsNoConnection() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            context.addInitScript(
                    """
                    window.streams = [];
                    const Real = EventSource;
                    window.EventSource = class extends Real {
                      constructor(url) { super(url); window.streams.push(this); }
                    };
                    """);
            var page = TestBrowser.signIn(context, server, server.account("an"));
            page.locator("html.scripted").waitFor();
            context.setOffline(true);
            assertThat(page.locator("#live")).containsText("No connection");
            page.evaluate("window.streams[0].dispatchEvent(new Event('open'))");
            assertThat(page.locator("#live")).containsText("No connection");
            context.setOffline(false);
            assertThat(page.locator("#live")).not().containsText("No connection");
            assertThat(page.evaluate("window.streams.filter(each => each.readyState < 2).length"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aDraftWaitsForTheNetwork() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, server.account("an"));
            page.navigate(server.web() + "/compose");
            page.locator("#compose[data-ready]").waitFor();
            context.setOffline(true);
            page.fill("#subject", "written in a tunnel");
            assertThat(page.locator(".save-state")).containsText("Not saved");
            page.waitForCondition(() -> copies(page).contains("written in a tunnel"));
            context.setOffline(false);
            page.fill("#subject", "written in a tunnel, and after");
            assertThat(page.locator(".save-state")).containsText("Saved");
        }
    }

    @Test
    void whatIsBroughtBackTakesNoFilesAway() {
        var an = server.account("an");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.evaluate(
                    "account => localStorage.setItem(`compose:${account}:new`, `{\"at\": ${Date.now()}, \"subject\": \"older\", \"files\": []}`)",
                    Long.toString(an.id().value()));
            page.navigate(server.web() + "/compose");
            page.locator("#compose[data-ready]").waitFor();
            page.setInputFiles(
                    "#file-input",
                    new FilePayload("menu.txt", "text/plain", "Phở".getBytes(UTF_8)));
            page.locator(".file[data-id]").waitFor();
            page.click("button[data-restore]");
            assertThat(page.locator("#subject")).hasValue("older");
            assertThat(page.locator(".file[data-id]")).hasCount(1);
        }
    }

    /** A refused message stays on the page with the reasons. */
    @Test
    void whatIsNotSentStaysOnThePage() {
        try (var context = TestBrowser.shared().withoutScript()) {
            var page = TestBrowser.signIn(context, server, server.account("an"));
            page.navigate(server.web() + "/compose");
            page.fill("[name=to]", "nobody at all");
            page.fill("[name=subject]", "kept");
            page.fill("[name=body]", "all of this");
            page.click("button[name=action][value=send]");
            assertThat(page.locator("[role=alert]").first()).isVisible();
            assertThat(page.locator("[name=subject]")).hasValue("kept");
            assertThat(page.locator("[name=body]")).hasValue(Pattern.compile("all of this\\s*"));
            assertThat(List.of(page.inputValue("[name=to]"))).containsExactly("nobody at all");
        }
    }
}

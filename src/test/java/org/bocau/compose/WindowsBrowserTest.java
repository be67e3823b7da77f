package org.bocau.compose;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.bocau.preferences.Preferences;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** Messages in windows over the list: they go along wherever one goes, and lose nothing. */
@BrowserTest
class WindowsBrowserTest {
    private static final String SAME_IDS =
            "() => { const all = [...document.querySelectorAll('[id]')].map((one) => one.id); return all.filter((id, at) => all.indexOf(id) !== at); }";

    private final TestServer server;
    private final TestAccount an;
    private final TestAccount binh;
    private final List<String> complaints = new ArrayList<>();

    WindowsBrowserTest(TestServer server) throws IOException {
        this.server = server;
        this.an = server.account("an");
        this.binh = server.account("binh");
        letter("lunch", "Lunch on Thursday", "", "shall we try the new place by the lake?");
    }

    private void letter(String id, String subject, String fields, String text) throws IOException {
        server.deliver(
                an.login(),
                "From: Trần Bình <%s>\r\nTo: %s\r\nMessage-ID: <%s@example.org>\r\nSubject: %s\r\n%sDate: Mon, 23 Nov 2026 08:00:00 +0700\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHi An,\r\n\r\n%s\r\n\r\nBình\r\n"
                        .formatted(binh.login(), an.login(), id, subject, fields, text)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private void choose(String setting, String value) {
        server.bean(Preferences.class).update(an.id(), Map.of(setting, value));
    }

    private Page inbox(com.microsoft.playwright.BrowserContext context) {
        var page = TestBrowser.signIn(context, server, an);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) complaints.add(message.text());
        });
        page.onPageError(complaints::add);
        page.locator("html.scripted").waitFor();
        return page;
    }

    private static Locator window(Page page, int n) {
        return page.locator("#window-" + n + "-frame");
    }

    private static Locator ready(Page page, int n) {
        var window = page.locator("#window-" + n + "-frame[data-ready]");
        window.waitFor();
        return window;
    }

    private static Locator field(Page page, int n, String name) {
        return page.locator("#window-" + n + "-" + name);
    }

    private static void look(Page page, String name) {
        TestBrowser.screenshot(page, "windows-" + name);
        TestBrowser.requireAccessible(page);
    }

    private String arrived() {
        return TestInbox.arrival(server, binh).replace("=\r\n", "");
    }

    @Test
    void whatIsWrittenGoesAlongThroughLettersAndFolders() throws IOException {
        choose("undo-send", "30");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = inbox(context);
            page.locator(".row-link").focus();
            page.keyboard().press("c");
            page.keyboard().type(binh.login()); // some of it before the window is there
            ready(page, 1);
            page.keyboard().press("Enter");
            assertThat(window(page, 1).locator(".chip")).hasText(Pattern.compile(binh.login()));
            field(page, 1, "subject").fill("Vé tàu đi Huế");
            field(page, 1, "editor").click();
            page.keyboard().type("Chuyến sáu giờ sáng nhé.");
            assertThat(window(page, 1)).hasAttribute("aria-labelledby", "window-1-title");
            assertThat(page.locator("#window-1-title")).hasText("Vé tàu đi Huế");
            look(page, "one");

            page.locator(".row-link").click(); // the pane alone comes anew
            assertThat(page.locator(".message-subject")).hasText("Lunch on Thursday");
            assertThat(field(page, 1, "editor")).containsText("sáu giờ sáng");
            field(page, 1, "editor").click();
            page.keyboard().type(" Gate 4");
            page.click(".folder[data-mailbox=sent]"); // the page does
            page.waitForURL("**/mail/sent");
            ready(page, 1);
            assertThat(field(page, 1, "editor")).containsText("Gate 4");
            assertThat(field(page, 1, "subject")).hasValue("Vé tàu đi Huế");
            assertThat(window(page, 1).locator(".chip")).hasCount(1);
            assertThat(window(page, 1).locator("form[data-dirty]")).hasCount(0); // or was before

            field(page, 1, "editor").click();
            page.keyboard().press("Control+Enter");
            assertThat(page.locator(".toast[data-sent]")).containsText("Message sent");
            assertThat(page.locator(".window")).hasCount(0);
            assertThat(page.locator(".row")).hasCount(1);
            look(page, "sent");
            page.locator(".toast[data-sent] button").click();
            ready(page, 1);
            assertThat(field(page, 1, "editor")).containsText("Chuyến sáu giờ sáng nhé.");
            assertThat(TestInbox.messages(server, binh)).isEmpty();
            choose("undo-send", "0");
            field(page, 1, "send").click();
            assertThat(page.locator(".toast[data-sent]")).containsText("Message sent");
            page.click(".folder[data-mailbox=drafts]");
            page.waitForURL("**/mail/drafts");
            assertThat(page.locator(".row, .window")).hasCount(0);
        }
        assertThat(arrived()).contains("Gate 4");
        assertThat(complaints).isEmpty();
    }

    @Test
    void threeStandSideBySideAndAreReachedByKeys() throws IOException {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = inbox(context);
            page.setViewportSize(1440, 900);
            page.locator(".row-link").focus();
            for (int n = 1; n <= 3; n++) {
                page.click("a.compose-button");
                ready(page, n);
                field(page, n, "subject").fill("Message " + n);
                field(page, n, "editor").click();
                page.keyboard().type("Text of " + n);
            }
            assertThat(window(page, 1)).hasClass(Pattern.compile("\\bsmall\\b"));
            assertThat(page.evaluate(SAME_IDS)).isEqualTo(List.of());
            look(page, "three");
            page.click("a.compose-button");
            assertThat(page.locator(".toast")).containsText("Three messages are being written");
            assertThat(page.locator(".window")).hasCount(3);

            field(page, 3, "editor").click();
            page.keyboard().press("Control+.");
            assertThat(field(page, 1, "editor")).isFocused();
            page.keyboard().type(" and more");
            assertThat(field(page, 1, "editor")).containsText("Text of 1 and more");
            page.keyboard().press("Control+,");
            assertThat(field(page, 3, "editor")).isFocused();
            page.keyboard().press("Escape");
            assertThat(window(page, 3)).hasClass(Pattern.compile("\\bsmall\\b"));
            assertThat(page.locator("#windows [role=status]")).hasText("Minimised: Message 3");
            assertThat(page.locator("#list :focus, .compose-button:focus, #main:focus"))
                    .hasCount(1);
            page.keyboard().press("x"); // a command again
            assertThat(page.locator("#window-3-title")).hasAttribute("aria-expanded", "false");

            for (int n = 1; n <= 3; n++) {
                window(page, n).locator("[data-window=close]").click();
                assertThat(window(page, n)).hasCount(0);
            }
            assertThat(page.locator(".toast")).containsText("Saved as a draft");
            page.navigate(server.web() + "/mail/drafts");
            assertThat(page.locator(".row")).hasCount(3);
            page.locator(".row", new Page.LocatorOptions().setHasText("Message 1"))
                    .locator(".row-link")
                    .click();
            ready(page, 1);
            assertThat(field(page, 1, "editor")).containsText("Text of 1 and more");
            page.locator(".row", new Page.LocatorOptions().setHasText("Message 1"))
                    .locator(".row-link")
                    .click(); // it is open: it gets the focus
            assertThat(page.locator(".window")).hasCount(1);
            field(page, 1, "discard").click();
            page.click("[data-ask-discard][open] [data-close=yes]");
            assertThat(page.locator(".window")).hasCount(0);
            assertThat(page.locator(".row")).hasCount(2);
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void whatTheServerDoesNotHaveYetComesBackAndFilesOnce() throws IOException {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = inbox(context);
            page.click("a.compose-button");
            ready(page, 1);
            field(page, 1, "subject").fill("Menu");
            page.setInputFiles(
                    "#window-1-file-input",
                    new FilePayload(
                            "menu.txt", "text/plain", "Phở".getBytes(StandardCharsets.UTF_8)));
            window(page, 1).locator(".file[data-id]").waitFor();
            field(page, 1, "editor").click();
            page.keyboard().press("Control+s");
            assertThat(window(page, 1).locator(".save-state")).containsText("Saved");
            page.route("**/compose/draft", Route::abort);
            page.keyboard().type("Not yet on the server");
            page.click(".folder[data-mailbox=archive]");
            page.waitForURL("**/mail/archive");
            ready(page, 1);
            assertThat(field(page, 1, "editor")).containsText("Not yet on the server");
            assertThat(window(page, 1).locator(".file")).hasCount(1);
            field(page, 1, "editor").click();
            page.keyboard().press("Escape");
            assertThat(window(page, 1)).hasClass(Pattern.compile("\\bsmall\\b"));
            page.reload(); // small, and still with more than the draft has
            ready(page, 1);
            page.click("#window-1-title");
            assertThat(field(page, 1, "editor")).containsText("Not yet on the server");
            page.unroute("**/compose/draft");
            window(page, 1).locator("[data-window=close]").click();
            assertThat(page.locator(".window")).hasCount(0);
            page.navigate(server.web() + "/mail/drafts");
            assertThat(page.locator(".row")).hasCount(1);
            assertThat(page.locator(".row")).containsText("Not yet on the server");
        }
        assertThat(complaints).allMatch(text -> text.contains("ERR_FAILED"));
    }

    private static void waitForCopy(Page page, String text) {
        TestBrowser.settle(
                page, "() => Object.values(localStorage).join().includes('" + text + "')");
    }

    /** A reply in a window that the server has nothing of. */
    private static void replyInWindow(Page page, String text) {
        page.locator(".row-link").click();
        page.locator("[data-key-reply]").click();
        page.locator("#answer form[data-ready]").waitFor();
        page.click("#answer [data-dock]");
        ready(page, 1);
        page.route("**/compose/draft", Route::abort);
        field(page, 1, "editor").click();
        page.keyboard().type(text);
        waitForCopy(page, text);
    }

    @Test
    void whatWasLeftInAClosedTabIsOfferedAndNothingOfAnOpenOne() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = inbox(context);
            page.route("**/compose/draft", Route::abort);
            page.click("a.compose-button");
            ready(page, 1);
            field(page, 1, "subject").fill("Left in a tab");
            waitForCopy(page, "Left in a tab");
            var other = context.newPage();
            other.navigate(server.web() + "/mail/inbox");
            other.locator("html.scripted").waitFor();
            other.click("a.compose-button");
            ready(other, 1);
            assertThat(window(other, 1).locator("[data-restored]")).isHidden();
            page.close();
            TestBrowser.settle(
                    other, "async () => (await navigator.locks.query()).held.length === 2");
            other.click("a.compose-button");
            ready(other, 2);
            window(other, 2).locator("[data-restore]").click();
            assertThat(field(other, 2, "subject")).hasValue("Left in a tab");
        }
    }

    @Test
    void anAnswerIsNotLostWithItsTab() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = inbox(context);
            replyInWindow(page, "Not saved yet");
            page.close();
            var other = context.newPage();
            other.navigate(server.web() + "/mail/inbox");
            other.locator("html.scripted").waitFor();
            TestBrowser.settle(other, "async () => !(await navigator.locks.query()).held.length");
            other.locator(".row-link").click();
            other.locator("[data-key-reply]").click();
            other.click("#answer [data-restore]");
            assertThat(other.locator("#answer [contenteditable]")).containsText("Not saved yet");
        }
    }

    @Test
    void anAnswerIsNotLostWithItsLetter() throws IOException {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = inbox(context);
            replyInWindow(page, "Not saved yet");
            var elsewhere = org.bocau.testing.WebVisitor.signedIn(server, an);
            var letter = elsewhere.get("/mail/inbox").page().select(".row").attr("data-key");
            elsewhere.post("/mail/actions", "action", "archive", "m", letter);
            page.navigate(server.web() + "/mail/inbox");
            assertThat(field(page, 1, "editor")).containsText("Not saved yet");
            page.evaluate(
                    "() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }");
            field(page, 1, "editor").click();
            page.keyboard().type("more");
            var asked = new ArrayList<String>();
            page.onDialog(dialog -> asked.add(dialog.type()));
            page.onDialog(dialog -> dialog.accept());
            page.reload();
            assertThat(asked).containsExactly("beforeunload");
        }
    }

    /** The text goes from place to place: the page, a window, and back. */
    @Test
    void theWholePageAndTheWindowChangePlaces() throws IOException {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = inbox(context);
            page.keyboard().press("d");
            page.waitForURL("**/compose");
            page.locator("#compose[data-ready]").waitFor();
            page.fill("#subject", "Minutes");
            page.locator("#editor").click();
            page.keyboard().type("First");
            page.click("[data-dock]");
            page.waitForURL("**/mail/inbox");
            ready(page, 1);
            assertThat(field(page, 1, "editor")).containsText("First");
            field(page, 1, "editor").click();
            page.keyboard().press("Control+Home");
            page.keyboard().type("Second, ");
            window(page, 1).locator("[data-window=expand]").click();
            page.waitForURL("**/compose?draft=**");
            page.locator("#compose[data-ready]").waitFor();
            assertThat(page.locator("#editor")).containsText("Second, First");
            assertThat(page.locator(".window")).hasCount(0);
            page.navigate(server.web() + "/mail/drafts");
            assertThat(page.locator(".row")).hasCount(1);
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void anAnswerMovesIntoAWindowAndIsSentFromThere() throws IOException {
        letter("other", "Minutes of the meeting", "", "Please read them by Friday.");
        choose("undo-send", "0");
        try (var context = TestBrowser.shared().open(Device.DARK, "vi-VN")) {
            var page = inbox(context);
            page.setViewportSize(1280, 1000); // nothing is half under the bar
            page.locator(".row", new Page.LocatorOptions().setHasText("Lunch"))
                    .locator(".row-link")
                    .click();
            page.locator("[data-key-reply]").click();
            page.locator("#answer form[data-ready]").waitFor();
            page.keyboard().type("Ừ, năm giờ nhé!");
            page.click("#answer [data-dock]");
            ready(page, 1);
            assertThat(page.locator("#answer")).hasCount(0);
            assertThat(field(page, 1, "editor")).containsText("Ừ, năm giờ nhé!");
            page.locator(".row", new Page.LocatorOptions().setHasText("Minutes"))
                    .locator(".row-link")
                    .click();
            assertThat(page.locator(".message-subject")).hasText("Minutes of the meeting");
            page.keyboard().press("r");
            page.locator("#answer form[data-ready]").waitFor();
            page.keyboard().type("Đã đọc rồi.");
            assertThat(page.evaluate(SAME_IDS)).isEqualTo(List.of());
            assertThat(window(page, 1))
                    .hasClass(Pattern.compile("\\bsmall\\b")); // it was in the way
            look(page, "dark-vi");
            page.keyboard().press("Escape");
            assertThat(page.locator("#answer")).hasCount(0);
            page.click("#window-1-title");
            window(page, 1).locator(".split summary").click();
            TestBrowser.screenshot(page, "windows-dark-vi-later");
            page.keyboard().press("Escape");
            window(page, 1).locator(".options summary").click();
            look(page, "dark-vi-options");
            page.keyboard().press("Escape");
            assertThat(window(page, 1)).not().hasClass(Pattern.compile("\\bsmall\\b"));
            field(page, 1, "send").click();
            assertThat(page.locator(".window")).hasCount(0);
            assertThat(page.locator(".toast[data-sent]")).isVisible();
        }
        assertThat(arrived()).contains("In-Reply-To: <lunch@example.org>");
        assertThat(complaints).isEmpty();
    }

    @Test
    void whatCouldNotGoStaysInItsWindowAndCanWaitForItsTime() throws IOException {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = inbox(context);
            page.click("a.compose-button");
            ready(page, 1);
            field(page, 1, "to").fill(binh.login());
            field(page, 1, "subject").fill("Tickets");
            field(page, 1, "editor").click();
            page.keyboard().type("I have them.");
            page.route("**/compose/send", Route::abort);
            field(page, 1, "send").click();
            assertThat(field(page, 1, "problems")).containsText("no connection to the server");
            look(page, "failed");
            page.unroute("**/compose/send");
            window(page, 1).locator(".split summary").click();
            window(page, 1).locator("[data-later]").first().click();
            assertThat(page.locator(".toast[data-sent]")).containsText("Will be sent on");
            assertThat(page.locator(".toast[data-sent] button")).hasCount(0);
            assertThat(page.locator(".window")).hasCount(0);
            page.navigate(server.web() + "/mail/scheduled");
            assertThat(page.locator(".waiting-card")).containsText("Tickets");
        }
        assertThat(complaints).allMatch(text -> text.contains("ERR_FAILED"));
    }

    @Test
    void draftsThatHaveGoneElsewhereSaySo() throws IOException {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = inbox(context);
            page.click("a.compose-button");
            ready(page, 1);
            field(page, 1, "subject").fill("Soon gone");
            page.keyboard().press("Control+s");
            assertThat(window(page, 1).locator(".save-state")).containsText("Saved");
            window(page, 1).locator("[data-minimise]").click();
            page.navigate(server.web() + "/mail/inbox");
            window(page, 1).waitFor();
            assertThat(page.locator("#window-1-title")).hasText("Soon gone");
            assertThat(page.locator("#window-1 form")).hasCount(0); // it comes when it is wanted
            var other = org.bocau.testing.WebVisitor.signedIn(server, an);
            var draft = other.get("/mail/drafts").page().select(".row").attr("data-key");
            assertThat(other.post("/mail/actions", "action", "delete", "m", draft).status())
                    .isLessThan(400);
            page.click("#window-1-title");
            assertThat(page.locator(".toast")).containsText("no longer there");
            assertThat(page.locator(".window")).hasCount(0);
            page.reload();
            page.locator("html.scripted").waitFor();
            assertThat(page.locator(".window")).hasCount(0);
        }
        assertThat(complaints).allMatch(text -> text.contains("404"));
    }

    @Test
    void whoeverPrefersAPageHasOneAndAPhoneAlwaysHas() {
        choose("compose-in", "page");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = inbox(context);
            page.keyboard().press("c");
            page.waitForURL("**/compose");
            page.locator("#compose[data-ready]").waitFor();
            assertThat(page.locator("[data-dock]")).hasCount(0);
        }
        choose("compose-in", "window");
        try (var context = TestBrowser.shared().open(Device.PHONE, "vi-VN")) {
            var page = inbox(context);
            page.locator(".compose-round").tap();
            page.waitForURL("**/compose");
            page.locator("#compose[data-ready]").waitFor();
            assertThat(page.locator("[data-dock]")).isHidden();
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void sendAndArchiveTakesTheWholeConversationAlong() throws IOException {
        letter(
                "more",
                "Re: Lunch on Thursday",
                "In-Reply-To: <lunch@example.org>\r\nReferences: <lunch@example.org>\r\n",
                "Or on Friday?");
        letter("other", "Minutes of the meeting", "", "Please read them by Friday.");
        choose("undo-send", "0");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = inbox(context);
            assertThat(page.locator(".row")).hasCount(2);
            var key = page.locator(".row", new Page.LocatorOptions().setHasText("Lunch"));
            var newest = key.getAttribute("data-uid");
            page.navigate(server.web() + "/compose?reply=inbox:" + newest + "&back=/mail/inbox");
            page.locator("#compose[data-ready]").waitFor();
            page.keyboard().type("Friday!");
            page.keyboard().press("Control+Shift+Enter");
            page.waitForURL(Pattern.compile(".*/mail/inbox(\\?.*)?"));
            assertThat(page.locator(".row")).hasCount(1);
            assertThat(page.locator(".row")).containsText("Minutes");
            page.navigate(server.web() + "/mail/archive");
            assertThat(page.locator(".row .row-count")).hasText("3"); // with the answer
        }
        assertThat(arrived()).contains("Friday!");
        assertThat(complaints).isEmpty();
    }
}

package org.bocau.compose;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
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
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;

/** Answering below the letter, in a real browser: nothing that is typed is lost on any way out. */
@BrowserTest
class AnsweringBrowserTest {
    private final TestServer server;
    private final TestAccount an;
    private final TestAccount binh;
    private final List<String> complaints = new ArrayList<>();

    AnsweringBrowserTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.binh = server.account("binh");
    }

    private Page watched(Page page) {
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) complaints.add(message.text());
        });
        page.onPageError(complaints::add);
        return page;
    }

    private static void look(Page page, String name) {
        TestBrowser.screenshot(page, "answer-" + name);
        TestBrowser.requireAccessible(page);
    }

    private void letter(String id, String subject, String content) throws IOException {
        server.deliver(
                an.login(),
                "From: Trần Bình <%s>\r\nTo: %s\r\nMessage-ID: <%s@example.org>\r\nSubject: %s\r\nDate: Mon, 23 Nov 2026 08:00:00 +0700\r\nMIME-Version: 1.0\r\n%s\r\n"
                        .formatted(binh.login(), an.login(), id, subject, content)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static String plain(String text) {
        return "Content-Type: text/plain; charset=utf-8\r\n\r\n" + text;
    }

    private void lunch() throws IOException {
        letter(
                "lunch",
                "Lunch on Thursday",
                plain(
                        "Hi An,\r\n\r\nshall we try the new place by the lake? They have tables outside.\r\n\r\nBình"));
    }

    private void choose(String... pairs) {
        server.bean(Preferences.class).update(an.id(), Map.of(pairs[0], pairs[1]));
    }

    private Page reading(Page page, String subject) {
        watched(page);
        page.locator(".row", new Page.LocatorOptions().setHasText(subject))
                .locator(".row-link")
                .click();
        page.locator("#reading[data-key] .message-subject").waitFor();
        return page;
    }

    /** Somebody has signed in and opened that letter. */
    private Page theLunch(BrowserContext context) {
        return reading(TestBrowser.signIn(context, server, an), "Lunch");
    }

    private static void answer(Page page) {
        page.keyboard().press("r");
        page.locator("#answer form[data-ready]").waitFor();
    }

    private static void fetchThePaneAnew(Page page) {
        page.evaluate(
                "() => { htmx.ajax('GET', location.pathname, {source: '#reading', target: '#reading', swap: 'outerMorph', headers: {'HX-Target': 'section#reading'}}).then(() => { document.body.dataset.anew = 'yes'; }); }");
    }

    private String arrived() {
        return TestInbox.arrival(server, binh).replace("=\r\n", "");
    }

    @Test
    void whatIsTypedAtOnceIsTheAnswerAndSendingCanBeUndone() throws IOException {
        lunch();
        choose("undo-send", "30");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = theLunch(context);
            page.keyboard().press("r");
            page.keyboard().type("Gladly! See you #there e"); // e and # are commands elsewhere
            page.locator("#answer form[data-ready]").waitFor();
            assertThat(page.locator("#editor")).containsText("Gladly! See you #there e");
            assertThat(page.locator(".chip")).hasCount(1);
            assertThat(page.locator(".row")).hasCount(1);
            page.keyboard().type(" Ann");
            look(page, "open");
            page.keyboard().press("Control+Enter");
            assertThat(page.locator(".toast[data-sent]")).containsText("Message sent");
            assertThat(page.locator("#answer")).hasCount(0);
            assertThat(page.locator("#reading .letter")).hasCount(2);
            assertThat(page.locator("#reading .letter").last()).containsText("Gladly!");
            look(page, "sent");
            page.keyboard().press("z");
            page.locator("#answer form[data-ready]").waitFor();
            assertThat(page.locator("#editor")).containsText("Gladly! See you #there e Ann");
            assertThat(TestInbox.messages(server, binh)).isEmpty();
            choose("undo-send", "0");
            page.locator("#answer #send").click();
            assertThat(page.locator(".toast")).containsText("Message sent");
            assertThat(page.locator("#reading .letter")).hasCount(2);
        }
        assertThat(arrived()).contains("In-Reply-To: <lunch@example.org>", "Gladly!");
        assertThat(complaints).isEmpty();
    }

    @Test
    void foldingExpandingAndOpeningAnotherKeepTheText() throws IOException {
        letter("other", "Minutes of the meeting", plain("Please read them by Friday."));
        lunch();
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = theLunch(context);
            page.click("[data-key-reply]");
            page.locator("#answer form[data-ready]").waitFor();
            page.keyboard().press("Escape"); // nothing was written: nothing is kept
            assertThat(page.locator("#answer")).hasCount(0);
            assertThat(page.locator("#reading .letter")).hasCount(1);

            answer(page);
            page.keyboard().type("First thought");
            page.keyboard().press("Escape");
            assertThat(page.locator(".toast")).containsText("Saved as a draft");
            assertThat(page.locator("#reading .letter.draft")).hasCount(1);

            page.locator(".letter.draft > summary").click();
            page.locator(".letter.draft a[href^='/compose?draft']").click();
            page.locator("#answer form[data-ready]").waitFor();
            assertThat(page.locator("#editor")).containsText("First thought");
            page.locator("#editor").click();
            page.keyboard().press("Control+Home");
            page.keyboard().type("Second and ");
            var minutes = page.locator(".row", new Page.LocatorOptions().setHasText("Minutes"));
            page.waitForResponse("**/compose/draft", () -> minutes.locator(".row-link").click());
            assertThat(page.locator(".message-subject")).hasText("Minutes of the meeting");
            assertThat(page.locator(".toast")).containsText("Saved as a draft");

            reading(page, "Lunch").locator(".letter.draft > summary").click();
            page.locator(".letter.draft a[href^='/compose?draft']").click();
            page.locator("#answer form[data-ready]").waitFor();
            page.locator("#editor").click();
            page.keyboard().press("Control+Home");
            page.keyboard().type("Third, ");
            page.click("[data-expand]");
            page.waitForURL("**/compose?draft=**");
            page.locator("#compose[data-ready]").waitFor();
            assertThat(page.locator("#editor")).containsText("Third, Second and First thought");
            page.click("#discard");
            page.click("[data-ask-discard] [data-close=yes]");
            page.waitForURL(Pattern.compile(".*/mail/inbox/\\d+"));
            assertThat(page.locator("#reading .letter")).hasCount(1);
        }
        assertThat(complaints).isEmpty();
    }

    /** Two clicks on Reply while the form is still on its way, and a search in between. */
    @Test
    void keysGoWhereTheyAreTypedAndElseIntoTheAnswer() throws IOException {
        lunch();
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = theLunch(context);
            var slow = new ArrayList<Route>();
            page.route(Pattern.compile(".*/compose\\?reply.*"), slow::add);
            page.waitForRequest(
                    Pattern.compile(".*/compose\\?reply.*"), () -> page.click("[data-key-reply]"));
            page.click("[data-key-reply]");
            page.keyboard().type("Gladly! e");
            page.locator("#q").focus();
            page.keyboard().type("hoa");
            page.keyboard().press("Backspace");
            assertThat(page.locator("#q")).hasValue("ho");
            slow.forEach(Route::resume);
            page.locator("#answer form[data-ready]").waitFor();
            assertThat(page.locator("#editor")).containsText("Gladly! e");
            assertThat(page.locator("#editor")).not().containsText("ho");
            assertThat(page.locator("#answer")).hasCount(1);
            assertThat(page.locator(".row")).hasCount(1);
        }
        assertThat(complaints).isEmpty();
    }

    /** The answer to the first goes out while the second is being written. */
    @Test
    void whatIsSentLateIsNoDraftAndLeavesTheNextAnswerAlone() throws IOException {
        letter("other", "Minutes of the meeting", plain("Please read them by Friday."));
        lunch();
        choose("undo-send", "0");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = theLunch(context);
            answer(page);
            page.keyboard().type("Gladly!");
            var slow = new ArrayList<Route>();
            page.route("**/compose/send", slow::add);
            page.waitForRequest("**/compose/send", () -> page.keyboard().press("Control+Enter"));
            page.locator(".row", new Page.LocatorOptions().setHasText("Minutes"))
                    .locator(".row-link")
                    .click();
            assertThat(page.locator(".message-subject")).hasText("Minutes of the meeting");
            answer(page);
            page.keyboard().type("Half a ");
            slow.forEach(Route::resume);
            assertThat(page.locator(".toast[data-sent]")).containsText("Message sent");
            page.keyboard().type("sentence");
            fetchThePaneAnew(page);
            page.locator("body[data-anew]").waitFor();
            assertThat(page.locator(".letter + #answer #editor")).containsText("Half a sentence");
            page.keyboard().press("Escape");
            assertThat(page.locator(".toast")).containsText("Saved as a draft");
            page.navigate(server.web() + "/mail/drafts");
            assertThat(page.locator(".row")).hasCount(1);
            assertThat(page.locator(".row")).containsText("Minutes");
        }
        assertThat(arrived()).contains("Gladly!");
        assertThat(complaints).isEmpty();
    }

    /** The conversation is archived while a file of its answer is still on its way. */
    @Test
    void whatIsLeftBehindIsADraftWithItsFiles() throws IOException {
        lunch();
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = theLunch(context);
            answer(page);
            page.keyboard().type("Here is the menu.");
            var slow = new ArrayList<Route>();
            page.route("**/compose/files", slow::add);
            page.waitForRequest(
                    "**/compose/files",
                    () ->
                            page.setInputFiles(
                                    "#answer #file-input",
                                    new FilePayload(
                                            "menu.txt",
                                            "text/plain",
                                            "Phở".getBytes(StandardCharsets.UTF_8))));
            page.locator(".letter > summary").first().focus();
            page.keyboard().press("e"); // beside the form it is a command
            assertThat(page.locator("#answer")).hasCount(0);
            assertThat(page.locator(".toast")).containsText("still being uploaded");
            assertThat(page.locator(".toast a")).hasText("Lunch on Thursday");
            assertThat(page.locator(".list-title")).isFocused();
            look(page, "left-behind");
            slow.forEach(Route::resume);
            assertThat(page.locator(".toast")).containsText("Saved as a draft");
            page.navigate(server.web() + "/mail/drafts");
            page.locator(".row-link").click();
            assertThat(page.locator(".window")).containsText("menu.txt");
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void inVietnameseInTheDarkBelowTheQuotation() throws IOException {
        letter(
                "ga",
                "Chiều thứ Năm",
                plain("An ơi,\r\n\r\nchiều thứ Năm mình gặp nhau ở quán cạnh hồ nhé?\r\n\r\nBình"));
        choose("reply-position", "below");
        try (var context = TestBrowser.shared().open(Device.DARK, "vi-VN")) {
            var page = reading(TestBrowser.signIn(context, server, an), "Chiều");
            page.setViewportSize(1280, 1000); // nothing is half under the bar
            answer(page);
            page.keyboard().type("Ừ, năm giờ nhé!");
            look(page, "dark-vi");
            var text = page.locator("#editor").innerText();
            assertThat(text.indexOf("cạnh hồ")).isBetween(1, text.indexOf("Ừ, năm giờ nhé!"));
            page.locator("#answer .split summary").click();
            look(page, "dark-vi-later");
            page.keyboard().press("Escape");
            page.click("#answer [data-expand]");
            page.waitForURL("**/compose?draft=**");
            assertThat(page.locator("#editor")).containsText("Ừ, năm giờ nhé!");
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void aPhoneGivesItTheWholePageAndComesBack() throws IOException {
        lunch();
        choose("undo-send", "0");
        try (var context = TestBrowser.shared().open(Device.PHONE, "en-GB")) {
            var page = theLunch(context);
            page.locator("[data-key-reply]").tap();
            page.waitForURL("**/compose?reply=**");
            page.locator("#compose[data-ready]").waitFor();
            page.keyboard().type("On my way.");
            page.locator("#send").tap();
            page.waitForURL(Pattern.compile(".*/mail/inbox/\\d+"));
            assertThat(page.locator("[data-sent]")).containsText("Message sent");
            assertThat(page.locator("#reading .letter")).hasCount(2);
            look(page, "phone-sent");
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void aSelectionInHtmlOfAConversationIsWhatIsQuoted() throws IOException {
        lunch();
        letter(
                "more",
                "Re: Lunch on Thursday",
                "In-Reply-To: <lunch@example.org>\r\nReferences: <lunch@example.org>\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
                        + "<p>They also have a garden.</p><p id=\"when\">Noon would suit me best.</p>");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = theLunch(context);
            page.frameLocator(".message-frame")
                    .getByText("Noon would suit me best.")
                    .click(new Locator.ClickOptions().setClickCount(3));
            page.locator("[data-key-reply]").last().click();
            page.locator("#answer form[data-ready]").waitFor();
            assertThat(page.locator("#editor blockquote"))
                    .hasText(Pattern.compile("\\s*Noon would suit me best\\.\\s*"));
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void whatIsTypedBeforeTheEditorIsThereStays() throws IOException {
        lunch();
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = watched(TestBrowser.signIn(context, server, an));
            var slow = new ArrayList<Route>();
            page.route("**/compose/editor.js", slow::add);
            page.waitForRequest(
                    "**/compose/editor.js",
                    () -> page.navigate(server.web() + "/compose?reply=inbox:1"));
            page.locator("#body").focus();
            page.keyboard().type("I am early.");
            slow.forEach(Route::resume);
            page.locator("#compose[data-ready]").waitFor();
            assertThat(page.locator("#editor")).containsText("I am early.");
            assertThat(page.locator("#editor blockquote")).containsText("by the lake");
            assertThat(page.locator("#save-state")).containsText("Saved");
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void theAnswerStandsBelowInPlainTextToo() throws IOException {
        lunch();
        var visitor = WebVisitor.signedIn(server, an);
        var above =
                visitor.get("/compose?reply=inbox:1").page().select("#body").textNodes().getFirst();
        choose("reply-position", "below");
        var below =
                visitor.get("/compose?reply=inbox:1").page().select("#body").textNodes().getFirst();
        assertThat(above.getWholeText()).matches("(?s)\\s+On .* wrote:\\R> Hi An,.*> Bình\\R");
        assertThat(below.getWholeText()).matches("(?s)\\R?On .* wrote:\\R> Hi An,.*> Bình\\R\\R");
    }

    @Test
    void sendAndArchivePutsTheConversationAway() throws IOException {
        lunch();
        choose("undo-send", "0");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = theLunch(context);
            answer(page);
            page.keyboard().type("Yes!");
            page.locator("#answer .split summary").click();
            page.click("#answer [data-send-archive]");
            page.waitForURL(Pattern.compile(".*/mail/inbox(\\?.*)?"));
            assertThat(page.locator("[data-sent]")).containsText("Message sent");
            assertThat(page.locator(".row")).hasCount(0);
            page.navigate(server.web() + "/mail/archive");
            assertThat(page.locator(".row")).hasCount(1);
        }
        assertThat(arrived()).contains("Yes!");
        assertThat(complaints).isEmpty();
    }

    /** The page before was the conversation, which has left the inbox. */
    @Test
    void sendAndArchiveFromItsOwnPageComesBackToTheList() throws IOException {
        lunch();
        choose("undo-send", "0");
        try (var context = TestBrowser.shared().open(Device.PHONE, "vi-VN")) {
            var page = theLunch(context);
            page.locator("[data-key-reply]").tap();
            page.locator("#compose[data-ready]").waitFor();
            page.keyboard().type("Vâng ạ!");
            page.locator(".split summary").tap();
            look(page, "phone-archive");
            page.locator("[data-send-archive]").tap();
            page.waitForURL(Pattern.compile(".*/mail/inbox"));
            assertThat(page.locator("[data-sent]")).isVisible();
            assertThat(page.locator(".row")).hasCount(0);
        }
        assertThat(complaints).isEmpty();
    }

    /** A label changes the pane below one's hands. */
    @Test
    void whatIsBeingWrittenStaysWhenThePaneIsFetchedAnew() throws IOException {
        lunch();
        letter(
                "more",
                "Re: Lunch on Thursday",
                "In-Reply-To: <lunch@example.org>\r\nReferences: <lunch@example.org>\r\n"
                        + plain("Noon?"));
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = theLunch(context);
            page.locator(".letter > summary").first().focus();
            page.keyboard().press("r"); // of the first letter, which has the focus
            page.locator("#answer form[data-ready]").waitFor();
            assertThat(page.locator(".letter:has(+ #answer)")).containsText("by the lake");
            page.keyboard().type("Half a ");
            fetchThePaneAnew(page);
            page.keyboard().type("sentence, the rest of it even");
            page.locator("body[data-anew]").waitFor();
            assertThat(page.locator(".letter + #answer #editor"))
                    .containsText("Half a sentence, the rest of it even");
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void aMessageThatCouldNotGoIsTriedAgain() throws IOException {
        choose("undo-send", "0");
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = watched(TestBrowser.signIn(context, server, an));
            page.navigate(server.web() + "/compose");
            page.locator("#compose[data-ready]").waitFor();
            page.fill("#to", binh.login());
            page.fill("#subject", "Tickets");
            page.locator("#editor").click();
            page.keyboard().type("I have them.");
            page.route("**/compose/send", route -> route.abort());
            page.click("#send");
            assertThat(page.locator("#problems")).containsText("no connection to the server");
            look(page, "failed");
            page.unroute("**/compose/send");
            page.click("[data-again]");
            page.waitForURL("**/mail/inbox");
            assertThat(page.locator("[data-sent]")).containsText("Message sent");
        }
        assertThat(arrived()).contains("I have them.");
        assertThat(complaints).allMatch(text -> text.contains("ERR_FAILED"));
    }
}

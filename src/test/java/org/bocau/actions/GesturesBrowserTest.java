package org.bocau.actions;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.KeyboardModifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.bocau.preferences.Preferences;
import org.bocau.preferences.Setting;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mail dealt with by dragging, by fingers and by whole folders, and what follows then. */
@BrowserTest
class GesturesBrowserTest {
    private final TestServer server;
    private final TestAccount an;

    GesturesBrowserTest(TestServer server) throws IOException {
        this.server = server;
        this.an = FiveLetters.arrive(server);
    }

    private void choose(Setting setting, String value) {
        server.bean(Preferences.class).update(an.id(), Map.of(setting.key(), value));
    }

    private static Locator folder(Page page, String path) {
        return page.locator(".folder[data-mailbox='" + path + "']");
    }

    @Test
    void rowsAreDraggedOntoFoldersAndKeysDoTheSame() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.locator(".row").nth(1).dragTo(folder(page, "archive"));
            assertThat(page.locator(".toast")).containsText("Archived");
            assertThat(page.locator(".row")).hasCount(4);

            // One of several that are chosen takes the others along
            page.locator(".row-check input").nth(0).check();
            page.locator(".row-check input").nth(1).check();
            page.locator(".row").nth(1).dragTo(folder(page, "junk"));
            assertThat(page.locator(".toast")).containsText("2 messages moved to Junk");
            assertThat(page.locator(".row")).hasCount(2);
            page.click(".toast button");
            assertThat(page.locator(".row")).hasCount(4);

            // Sent takes nothing
            page.locator(".row").first().dragTo(folder(page, "sent"));
            assertThat(page.locator(".row")).hasCount(4);

            page.locator(".row-link").first().focus();
            page.keyboard().press("v");
            page.keyboard().type("Archive");
            page.keyboard().press("Enter");
            assertThat(page.locator(".toast")).containsText("Moved to Archive");
            assertThat(page.locator(".row")).hasCount(3);
            enterComesBeforeTheDialog(page);
        }
    }

    /** Typed at once, and the dialog is fetched meanwhile: Enter is for it, not for the row. */
    private static void enterComesBeforeTheDialog(Page page) {
        page.reload();
        page.waitForSelector("html.scripted");
        page.locator(".row-link").first().focus();
        page.evaluate(
                """
                () => {
                  for (const key of ['v', 'T', 'r', 'a', 's', 'h', 'Enter']) document.activeElement.dispatchEvent(
                      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
                }\
                """);
        assertThat(page.locator(".toast")).containsText("Moved to Trash");
        assertThat(page.locator(".row")).hasCount(2);
    }

    @Test
    void shiftChoosesWhatLiesBetween() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            var boxes = page.locator(".row-check input");
            var shift = new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT));
            boxes.nth(3).click();
            boxes.nth(1).click(shift); // upwards, too
            assertThat(page.locator(".row-check input:checked")).hasCount(3);
            assertThat(page.locator("#selected-count")).hasText("3 selected");
            boxes.nth(3).click(shift); // and away again
            assertThat(page.locator(".row-check input:checked")).hasCount(0);
        }
    }

    /** A finger: Chromium makes of it what it makes of a real one. */
    private record Finger(CDPSession session) {
        void down(double x, double y) {
            send("touchStart", x, y);
        }

        void to(double x, double y) {
            send("touchMove", x, y);
        }

        void up() {
            var event = new JsonObject();
            event.addProperty("type", "touchEnd");
            event.add("touchPoints", new JsonArray());
            session.send("Input.dispatchTouchEvent", event);
        }

        private void send(String type, double x, double y) {
            var point = new JsonObject();
            point.addProperty("x", x);
            point.addProperty("y", y);
            var points = new JsonArray();
            points.add(point);
            var event = new JsonObject();
            event.addProperty("type", type);
            event.add("touchPoints", points);
            session.send("Input.dispatchTouchEvent", event);
        }

        /** From the middle of the row, so far to the side, in steps as a hand makes them. */
        void swipe(Locator row, double by) {
            var box = row.boundingBox();
            double x = box.x + box.width / 2;
            double y = box.y + box.height / 2;
            down(x, y);
            for (int step = 1; step <= 8; step++) to(x + by * step / 8, y);
        }
    }

    @Test
    void fingersSwipeAndHold() {
        try (var context = TestBrowser.shared().open(Device.PHONE, "vi-VN")) {
            var page = TestBrowser.signIn(context, server, an);
            var finger = new Finger(context.newCDPSession(page));
            var row = page.locator(".row").first();
            finger.swipe(row, 40); // not far enough
            assertThat(row).hasClass(Pattern.compile("swiping"));
            finger.up();
            assertThat(page.locator(".row.swiping")).hasCount(0);
            assertThat(page.locator(".row")).hasCount(5);

            finger.swipe(row, 150);
            assertThat(page.locator(".swipe-under.archive.far")).hasText("Lưu trữ");
            TestBrowser.screenshot(page, "gestures-swipe");
            finger.up();
            assertThat(page.locator(".toast")).containsText("Đã lưu trữ");
            assertThat(page.locator(".row")).hasCount(4);
            assertThat(page).hasURL(Pattern.compile(".*/mail/inbox"));

            finger.swipe(page.locator(".row").first(), -150);
            finger.up();
            assertThat(page.locator("#snooze-dialog")).isVisible();
            TestBrowser.screenshot(page, "gestures-swipe-snooze");
            page.click("#snooze-dialog button[value='snooze:tomorrow']");
            assertThat(page.locator(".row")).hasCount(3);

            hold(page, finger);
        }
    }

    private static void hold(Page page, Finger finger) {
        var box = page.locator(".row").nth(1).boundingBox();
        finger.down(box.x + box.width / 2, box.y + box.height / 2);
        assertThat(page.locator(".row-check input:checked")).hasCount(1);
        finger.up();
        assertThat(page.locator(".toast")).hasCount(0); // what was done before is over
        assertThat(page).hasURL(Pattern.compile(".*/mail/inbox"));
        assertThat(page.locator("#selected-count")).hasText("Đã chọn 1");
        theMenuIsWhole(page);
    }

    /** Its toolbar scrolls sideways on a phone; the menu must not be cut off by it. */
    private static void theMenuIsWhole(Page page) {
        TestBrowser.screenshot(page, "gestures-phone-held");
        assertThat(
                        page.locator(".list-head .toolbar")
                                .evaluate("bar => bar.scrollWidth - bar.clientWidth"))
                .as("hidden part of the toolbar")
                .isEqualTo(0);
        TestBrowser.requireAccessible(page);
        page.click(".list-head .more-menu > summary");
        TestBrowser.screenshot(page, "gestures-phone-menu");
        var items = page.locator(".list-head .more-menu .menu-item");
        for (int i = 0; i < items.count(); i++) {
            var shown =
                    items.nth(i)
                            .evaluate(
                                    """
                                    item => {
                                      const box = item.getBoundingClientRect();
                                      const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                                      return item.contains(at) && box.left >= 0 && box.right <= innerWidth;
                                    }\
                                    """);
            assertThat(shown).as("item %d", i).isEqualTo(true);
        }
        items.first().click();
        assertThat(page.locator(".toast")).containsText("đã đọc");
    }

    /** The list comes anew after each action; what was chosen meanwhile stays chosen. */
    @Test
    void whatIsChosenStaysWhenTheListIsFetched() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.keyboard().press("j");
            page.keyboard().press("e");
            assertThat(page.locator(".row")).hasCount(4);
            page.locator(".row-check input").nth(2).check();
            page.keyboard().press("z");
            assertThat(page.locator(".row")).hasCount(5);
            assertThat(page.locator(".row-check input:checked")).hasCount(1);
            assertThat(page.locator("#selected-count")).hasText("1 selected");
        }
    }

    /**
     * The network is slow, and the hand is not: one key takes back what the one before has asked
     * for.
     */
    @Test
    void whatIsTakenBackAtOnceIsWhatWasDoneLast() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            var slow = new ArrayList<Route>();
            page.route("**/mail/actions", slow::add);
            press(page, "jez");
            page.waitForCondition(() -> !slow.isEmpty());
            page.unroute("**/mail/actions");
            slow.forEach(Route::resume);
            assertThat(page.locator(".toast")).containsText("Undone");
            assertThat(page.locator(".row:not(.going)")).hasCount(5);
        }
    }

    /** Two changes of the same letter at once, and the first takes longer. */
    @Test
    void whatWasAskedForLastCounts() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            var slow = new ArrayList<Route>();
            page.route("**/mail/actions", slow::add);
            var answered = new AtomicInteger();
            page.onResponse(answer -> {
                if (answer.url().endsWith("/mail/actions")) answered.incrementAndGet();
            });
            press(page, "jIU");
            page.waitForCondition(() -> !slow.isEmpty());
            page.unroute("**/mail/actions");
            for (var one : slow.reversed()) page.waitForResponse("**/mail/actions", one::resume);
            page.waitForCondition(() -> answered.get() == 2);
            page.reload();
            assertThat(page.locator(".row.unread")).hasCount(5);
        }
    }

    private static void wholeFolder(Page page, String item) {
        page.locator(".list-tools details.menu").last().locator("summary").click();
        page.locator(".list-tools .menu-item", new Page.LocatorOptions().setHasText(item)).click();
    }

    @Test
    void aWholeFolderIsReadAndUnreadAgain() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            assertThat(page.locator(".row.unread")).hasCount(5);
            wholeFolder(page, "Mark all as read");
            assertThat(page.locator(".toast")).containsText("5 messages marked as read");
            assertThat(page.locator(".row.unread")).hasCount(0);
            TestBrowser.screenshot(page, "gestures-all-read");
            page.keyboard().press("z");
            assertThat(page.locator(".row.unread")).hasCount(5);
        }
        try (var context = TestBrowser.shared().withoutScript()) {
            var page = TestBrowser.signIn(context, server, an);
            wholeFolder(page, "Mark all as read");
            assertThat(page.locator(".told")).containsText("5 messages marked as read");
            assertThat(page.locator(".row.unread")).hasCount(0);
            wholeFolder(page, "Mark all as read");
            assertThat(page.locator(".told")).containsText("Everything here is read already");
        }
    }

    @Test
    void theTrashIsEmptiedOnceItWasSaidWhatIsLost() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.check("#select-all");
            page.keyboard().press("#");
            assertThat(page.locator(".toast")).containsText("5 messages moved to Trash");
            folder(page, "trash").click();
            wholeFolder(page, "Empty folder");
            assertThat(page.locator("main")).containsText("All 5 messages are deleted for good");
            TestBrowser.screenshot(page, "gestures-empty-trash");
            page.click("main .button:not(.danger)");
            assertThat(page.locator(".row")).hasCount(5);
            wholeFolder(page, "Empty folder");
            page.click("main .button.danger");
            assertThat(page.locator(".told")).containsText("5 messages deleted for good");
            assertThat(page.locator(".told button")).hasCount(0);
            assertThat(page.locator(".row")).hasCount(0);
        }
    }

    private static final String OPEN = "Twelve lighthouses"; // the third of five

    @ParameterizedTest
    @CsvSource({"older, Ảnh Đà Lạt", "newer, Bảo trì đêm nay", "list, ''", "auto, Ảnh Đà Lạt"})
    void whatFollowsIsWhatItsReaderHasChosen(String advance, String follows) {
        choose(Setting.ADVANCE, advance);
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.click("text=" + OPEN);
            assertThat(page.locator("#reading .message-subject")).hasText(OPEN);
            page.keyboard().press("e");
            assertThat(page.locator(".toast")).containsText("Archived");
            assertThat(page.locator(".row")).hasCount(4);
            if (follows.isEmpty()) {
                assertThat(page.locator("#reading.nothing")).isVisible();
                assertThat(page).hasURL(Pattern.compile(".*/mail/inbox"));
                TestBrowser.screenshot(page, "gestures-advance-list");
            } else {
                assertThat(page.locator("#reading .message-subject")).hasText(follows);
            }
            page.click(".toast button");
            assertThat(page.locator(".row")).hasCount(5);
        }
    }

    @ParameterizedTest
    @CsvSource({"older, Ảnh Đà Lạt", "newer, Bảo trì đêm nay", "list, ''", "auto, ''"})
    void andWithoutScript(String advance, String follows) {
        choose(Setting.ADVANCE, advance);
        try (var context = TestBrowser.shared().withoutScript()) {
            var page = TestBrowser.signIn(context, server, an);
            page.click("text=" + OPEN);
            page.click(".reading-bar button[value=archive]");
            assertThat(page.locator(".told")).containsText("Archived");
            if (follows.isEmpty()) assertThat(page).hasURL(Pattern.compile(".*/mail/inbox"));
            else assertThat(page.locator("#reading .message-subject")).hasText(follows);
        }
    }

    @Test
    void onAPhoneTheListComesBackWithItsNotice() {
        try (var context = TestBrowser.shared().open(Device.PHONE, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.locator(".row-link").first().click();
            assertThat(page.locator("#reading .message-subject")).isVisible();
            page.click(".reading-bar button[value=archive]");
            assertThat(page.locator(".toast button")).isVisible();
            assertThat(page.locator(".row").first()).isVisible();
            assertThat(page).hasURL(Pattern.compile(".*/mail/inbox"));
            TestBrowser.screenshot(page, "gestures-phone-archived");
        }
    }

    @Test
    void allOfGmailsKeys() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            goes(page, "gs", ".*/search\\?q=is:starred");
            goes(page, "gt", ".*/mail/sent");
            goes(page, "gd", ".*/mail/drafts");
            goes(page, "ga", ".*/mail/archive");
            goes(page, "gi", ".*/mail/inbox");
            chooses(page);
            marks(page);
            walks(page);
            goes(page, "gc", ".*/contacts");
            page.goBack();
            page.waitForSelector("html.scripted");
            press(page, "c");
            page.waitForSelector(".window[data-ready]");
            press(page, "e"); // it is an address that begins, and no command
            assertThat(page.locator("#window-1-to")).hasValue("e");
            page.keyboard().press("Escape"); // what completes it, if that was quicker
            page.keyboard().press("Escape");
            goes(page, "d", ".*/compose.*");
        }
    }

    private static void press(Page page, String keys) {
        for (char key : keys.toCharArray()) page.keyboard().press(String.valueOf(key));
    }

    private static void goes(Page page, String keys, String to) {
        page.waitForSelector("html.scripted");
        press(page, keys);
        page.waitForURL(Pattern.compile(to));
    }

    private static void chooses(Page page) {
        page.waitForSelector("html.scripted");
        page.locator(".row .star").nth(1).click();
        assertThat(page.locator(".row.starred")).hasCount(1);
        var expected = Map.of("*a", 5, "*s", 1, "*t", 4, "*r", 0, "*u", 5);
        expected.forEach((keys, count) -> {
            press(page, keys);
            assertThat(page.locator(".row-check input:checked")).hasCount(count);
            press(page, "*n");
            assertThat(page.locator(".row-check input:checked")).hasCount(0);
        });
    }

    private static void marks(Page page) {
        press(page, "jx");
        press(page, "I");
        assertThat(page.locator(".row.unread")).hasCount(4);
        press(page, "U");
        assertThat(page.locator(".row.unread")).hasCount(5);
        press(page, "s");
        assertThat(page.locator(".row.starred")).hasCount(2);
        press(page, "+");
        assertThat(page.locator(".row .chip")).hasText("Important");
        press(page, "-");
        assertThat(page.locator(".row .chip")).hasCount(0);
        press(page, ".");
        assertThat(page.locator(".list-head .more-menu")).hasAttribute("open", "");
        page.keyboard().press("Escape");
        assertThat(page.locator(".list-head .more-menu[open]")).hasCount(0);
        assertThat(page.locator(".row-check input:checked")).hasCount(1);
        press(page, "*n");
        press(page, "/");
        assertThat(page.locator("#q")).isFocused();
        page.keyboard().press("Escape");
        press(page, "?");
        assertThat(page.locator("#shortcuts")).isVisible();
        page.keyboard().press("Escape");
    }

    private static void walks(Page page) {
        page.locator(".row-link").nth(1).focus();
        press(page, "o");
        assertThat(page.locator("#reading .message-subject")).hasText("Bảo trì đêm nay");
        press(page, "j");
        assertThat(page.locator("#reading .message-subject")).hasText(OPEN);
        press(page, "k");
        assertThat(page.locator("#reading .message-subject")).hasText("Bảo trì đêm nay");
        press(page, "]");
        assertThat(page.locator("#reading .message-subject")).hasText(OPEN);
        assertThat(page.locator(".row")).hasCount(4);
        press(page, "[");
        assertThat(page.locator("#reading .message-subject")).hasText("Invoice for October");
        assertThat(page.locator(".row")).hasCount(3);
        press(page, "m");
        assertThat(page.locator(".toast")).containsText("Muted");
        assertThat(page.locator("#reading .message-subject")).hasText("Ảnh Đà Lạt");
        assertThat(page.locator(".row.open")).hasCount(1);
        press(page, "u");
        assertThat(page).hasURL(Pattern.compile(".*/mail/inbox$"));
    }
}

package org.bocau.actions;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.regex.Pattern;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** Triage as people do it: by keys, by pointer, by touch, and without script. */
@BrowserTest
class TriageBrowserTest {
    private final TestServer server;
    private final TestAccount an;

    TriageBrowserTest(TestServer server) throws IOException {
        this.server = server;
        this.an = FiveLetters.arrive(server);
    }

    private void deliver(String from, String subject) throws IOException {
        FiveLetters.deliver(server, an, from, subject);
    }

    private static void look(Page page, String name) {
        TestBrowser.look(page, "triage-" + name);
    }

    @Test
    void everythingByKeys() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            archivesAndTakesBack(page);
            labels(page);
            snoozes(page);
            mutes(page);
            commands(page);
        }
    }

    private static void archivesAndTakesBack(Page page) {
        page.keyboard().press("j");
        page.keyboard().press("e");
        assertThat(page.locator(".toast")).containsText("Archived");
        assertThat(page.locator(".row")).hasCount(4);
        page.keyboard().press("e");
        assertThat(page.locator(".row")).hasCount(3);
        page.keyboard().press("z");
        assertThat(page.locator(".toast")).containsText("Undone");
        assertThat(page.locator(".row")).hasCount(4);
        page.reload(); // what this tab has done is not forgotten
        page.keyboard().press("z");
        assertThat(page.locator(".row")).hasCount(5);
        page.keyboard().press("z");
        assertThat(page.locator(".toast")).containsText("Nothing to undo");
    }

    private static void labels(Page page) {
        page.keyboard().press("j");
        page.keyboard().press("x");
        page.keyboard().press("j");
        page.keyboard().press("x");
        page.keyboard().press("l");
        assertThat(page.locator("#picker")).isVisible();
        page.keyboard().type("Công việc");
        look(page, "label-create");
        page.keyboard().press("Enter");
        assertThat(page.locator(".toast")).containsText("labelled Công việc");
        assertThat(page.locator(".label-link")).hasText("Công việc");
        page.keyboard().press("Escape");
        page.click(".label-link");
        page.waitForURL("**/label/cong_viec");
        assertThat(page.locator(".row")).hasCount(2);
        assertThat(page.locator(".list-title")).hasText("Công việc");
        look(page, "label-view");
        page.goBack();
    }

    private static void snoozes(Page page) {
        assertThat(page.locator(".row")).hasCount(5);
        page.locator(".row-check input").first().check();
        page.keyboard().press("b");
        assertThat(page.locator("#snooze-dialog")).isVisible();
        look(page, "snooze");
        page.click("#snooze-dialog button[value='snooze:tomorrow']");
        assertThat(page.locator(".toast")).containsText("Snoozed until");
        assertThat(page.locator(".row")).hasCount(4);
        page.click(".folder[data-mailbox=snoozed]");
        page.waitForURL("**/mail/snoozed");
        assertThat(page.locator(".row")).hasCount(1);
        look(page, "snoozed");
        page.locator(".row-check input").first().check();
        page.click(".list .toolbar button[value=wake]");
        assertThat(page.locator(".row")).hasCount(0);
        page.click(".folder[data-mailbox=inbox]");
        assertThat(page.locator(".row")).hasCount(5);
        TestBrowser.scripted(page);
    }

    private static void mutes(Page page) {
        page.keyboard().press("j");
        page.keyboard().press("m");
        assertThat(page.locator(".toast")).containsText("Muted");
        assertThat(page.locator(".row")).hasCount(4);
        page.click(".toast button");
        assertThat(page.locator(".row")).hasCount(5);
    }

    private static void commands(Page page) {
        page.reload(); // the dialog is not loaded yet: what is typed at once is for it nevertheless
        page.evaluate(
                """
                () => {
                  const press = (key, more) => document.body.dispatchEvent(
                      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
                  press('k', { ctrlKey: true });
                  for (const key of 'Snooz') press(key);
                }\
                """);
        assertThat(page.locator("#picker-find")).hasValue("Snooz");
        page.keyboard().press("Escape");
        page.keyboard().press("?");
        look(page, "keys");
        page.keyboard().press("Escape");
        page.keyboard().press("Control+k");
        assertThat(page.locator("#picker")).isVisible();
        look(page, "palette");
        page.keyboard().type("luu tru");
        page.keyboard().press("Escape");
        assertThat(page.locator("#picker")).isHidden();
        page.keyboard().press("Control+k");
        page.keyboard().type("Go to Trash");
        page.keyboard().press("Enter");
        page.waitForURL("**/mail/trash");
        page.keyboard().press("?");
        page.click(".key-switch button");
        page.keyboard().press("g");
        page.keyboard().press("i");
        assertThat(page).hasURL(Pattern.compile(".*/mail/trash"));
        page.click("a.folder[data-mailbox=inbox]");
    }

    @Test
    void allOfAFolderAtOnce() throws IOException {
        for (int i = 1; i <= 60; i++) deliver("Lan <lan@example.net>", "Báo cáo " + i);
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "vi-VN")) {
            var page = TestBrowser.signIn(context, server, an);
            page.locator(".row-check input").nth(1).check();
            page.locator(".row-check input")
                    .nth(4)
                    .click(
                            new com.microsoft.playwright.Locator.ClickOptions()
                                    .setModifiers(
                                            java.util.List.of(
                                                    com.microsoft.playwright.options
                                                            .KeyboardModifier.SHIFT)));
            assertThat(page.locator(".row-check input:checked")).hasCount(4);
            page.check("#select-all");
            look(page, "everything");
            page.click("[data-everything]");
            page.click(".list .toolbar button[value=archive]");
            assertThat(page.locator(".toast")).containsText("Đã lưu trữ 65 thư");
            assertThat(page.locator(".row")).hasCount(0);
            page.keyboard().press("z");
            assertThat(page.locator(".toast")).containsText("Đã hoàn tác");
            assertThat(page.locator(".row")).hasCount(50);
        }
    }

    @Test
    void withoutScriptToo() {
        try (var context = TestBrowser.shared().withoutScript()) {
            var page = TestBrowser.signIn(context, server, an);
            page.locator(".row-check input").first().check();
            page.click(".list .toolbar button[value=snooze]");
            assertThat(page.locator("h1")).hasText("Snooze until…");
            page.click("main button[value='snooze:tomorrow']");
            assertThat(page.locator(".told")).containsText("Snoozed until");
            assertThat(page.locator(".row")).hasCount(4);
            page.click(".told button");
            assertThat(page.locator(".told")).containsText("Undone");
            assertThat(page.locator(".row")).hasCount(5);

            page.click("a[href='/labels/new']");
            page.fill("#name", "Hóa đơn");
            page.check("input[value=green]");
            page.click("main form button");
            page.waitForURL("**/label/hoa_don");
            page.click(".folder[data-mailbox=inbox]");
            page.locator(".row-check input").first().check();
            page.click(".list .toolbar button[value=label]");
            page.check("input[name=label]");
            page.click("button[value=label].primary");
            assertThat(page.locator(".told")).containsText("Labelled Hóa đơn");

            page.navigate(server.web() + "/mail/all?in=inbox");
            page.click("main button[value=read]");
            page.waitForURL("**/mail/jobs/*");
            TestBrowser.screenshot(page, "triage-job-no-script");
        }
    }

    @Test
    void onAPhoneAndInTheDark() {
        for (var device : new Device[] {Device.PHONE, Device.DARK}) {
            try (var context = TestBrowser.shared().open(device, "vi-VN")) {
                var page = TestBrowser.signIn(context, server, an);
                var name = device.name().toLowerCase(java.util.Locale.ROOT);
                page.locator(".row-check input").first().check();
                look(page, name + "-selected");
                page.click(".list .toolbar button[value=snooze]");
                assertThat(page.locator("#snooze-dialog")).isVisible();
                look(page, name + "-snooze");
                page.keyboard().press("Escape");
                assertThat(page.locator("#snooze-dialog")).isHidden();
                page.click(".list .toolbar button[value=label]");
                assertThat(page.locator("#picker")).isVisible();
                look(page, name + "-label");
                page.keyboard().press("Escape");
                page.navigate(server.web() + "/labels/new");
                look(page, name + "-label-new");
                page.navigate(server.web() + "/mail/inbox");
            }
        }
    }
}

package org.bocau.safety;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.regex.Pattern;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** A day's mail with JavaScript switched off: links and forms do all that matters. */
@BrowserTest
class NoScriptTest {
    private final TestServer server;

    NoScriptTest(TestServer server) {
        this.server = server;
    }

    @Test
    void aDaysMailNeedsNoScript() throws IOException {
        var an = server.account("an");
        var account = new MailAccount(an.id(), an.login(), "An");
        server.bean(FolderStore.class).create(account, null, "Projects");
        server.deliver(an.login(), Letters.html("Đà Lạt", "<p>Ảnh hôm qua</p>"));
        server.deliver(
                an.login(),
                Letters.octets(
                        """
                        From: Lan <%s>
                        To: %s
                        Subject: Lunch?
                        Message-ID: <lunch@example.net>

                        At noon?
                        """
                                .formatted(an.login(), an.login())));
        try (var context = TestBrowser.shared().withoutScript()) {
            var page = TestBrowser.signIn(context, server, an);
            reads(page);
            answers(page);
            movesAndDeletes(page);
            finds(page);
            settles(page);
        }
    }

    private static Locator row(Page page, String subject) {
        return page.locator(".row", new Page.LocatorOptions().setHasText(subject));
    }

    private static void reads(Page page) {
        row(page, "Đà Lạt").locator(".row-link").click();
        assertThat(page.frameLocator(".message-frame").getByText("Ảnh hôm qua")).isVisible();
        page.goBack();
        row(page, "Lunch?").locator(".row-link").click();
        assertThat(page.locator(".message-text").first()).containsText("At noon?");
    }

    private static void answers(Page page) {
        page.locator("[data-key-reply]").first().click();
        assertThat(page.locator("[name=subject]")).hasValue("Re: Lunch?");
        page.locator("textarea[name=body]").fill("Yes, gladly.");
        page.locator("button[name=action][value=send]").click();
        assertThat(page.locator(".told").first()).isVisible();
        page.locator(".folder[data-mailbox=sent]").click();
        assertThat(row(page, "Re: Lunch?")).hasCount(1);
    }

    private void movesAndDeletes(Page page) {
        page.navigate(server.web() + "/mail/inbox");
        row(page, "Đà Lạt").locator("input[name=m]").check();
        page.locator("#list .toolbar button[value=move]").click();
        page.locator("main button").getByText("Projects").click();
        assertThat(page.locator(".told").first()).containsText("Projects");
        assertThat(row(page, "Đà Lạt")).hasCount(0);
        page.locator(".told form button").first().click();
        assertThat(row(page, "Đà Lạt")).hasCount(1);
        row(page, "Đà Lạt").locator("input[name=m]").check();
        page.locator("#list .toolbar button[value=delete]").click();
        assertThat(row(page, "Đà Lạt")).hasCount(0);
        page.locator(".folder[data-mailbox=trash]").click();
        assertThat(row(page, "Đà Lạt")).hasCount(1);
    }

    private static void finds(Page page) {
        page.locator("#q").fill("subject:lunch");
        page.locator("#q").press("Enter");
        assertThat(row(page, "Lunch?").first()).isVisible();
    }

    private void settles(Page page) {
        page.navigate(server.web() + "/folders/new");
        page.fill("input[name=name]", "Garden");
        page.locator("main form button").last().click();
        assertThat(page.locator(".list-title")).hasText("Garden");
        page.navigate(server.web() + "/settings");
        page.locator(".page-header-end > button").click();
        page.locator("#account-menu button[name=language][value=vi]").click();
        assertThat(page.locator("html")).hasAttribute("lang", "vi");
        page.locator(".page-header-end > button").click();
        page.locator("#account-menu form[action='/sign-out'] button").click();
        assertThat(page).hasURL(Pattern.compile(".*/sign-in\\?signed-out"));
    }
}

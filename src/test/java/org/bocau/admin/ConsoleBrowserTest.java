package org.bocau.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.FreshServer;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An administrator's first hour, in a real browser: set-up, a domain, accounts, an alias, a list,
 * each with bad input first; then somebody is disabled and somebody deleted. Then every page as it
 * looks on a phone, in the dark and in Vietnamese.
 */
@BrowserTest
class ConsoleBrowserTest {
    private static final String PASSWORD = "bay-cao-bay-xa-7";
    private static final List<String> PAGES =
            List.of(
                    "/admin",
                    "/admin/accounts",
                    "/admin/accounts/new",
                    "/admin/accounts/1",
                    "/admin/accounts/1/capabilities",
                    "/admin/accounts/1/sending",
                    "/admin/domains",
                    "/admin/domains/1",
                    "/admin/aliases",
                    "/admin/lists",
                    "/admin/queue",
                    "/admin/sending",
                    "/admin/tls",
                    "/admin/search-index",
                    "/admin/sessions",
                    "/admin/sign-ins",
                    "/admin/audit");

    private final List<String> complaints = new ArrayList<>();

    @Test
    void administratorsFirstHour(@TempDir Path home) {
        try (var server = FreshServer.start(home);
                var browser = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = watched(browser);
            setUp(page, server);
            signIn(page, server);
            addDomain(page);
            addAccounts(page);
            addAlias(page);
            addList(page);
            disable(page);
            keepTheLastAdministrator(page);
            delete(page);
            looksRight(server, Device.PHONE, "vi-VN", "phone-vi");
            looksRight(server, Device.DARK, "en-GB", "dark");
            looksRight(server, Device.DESKTOP, "en-GB", "desktop");
        }
        assertThat(complaints).as("what the browser's console says").isEmpty();
    }

    private Page watched(BrowserContext browser) {
        var page = browser.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        return page;
    }

    private static void look(Page page, String name) {
        TestBrowser.screenshot(page, "console-" + name);
        TestBrowser.requireAccessible(page);
    }

    private static void press(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private static void requireNotice(Page page, String text) {
        PlaywrightAssertions.assertThat(page.locator("#toasts")).containsText(text);
    }

    private static void requireErrorAt(Page page, String field, String text) {
        PlaywrightAssertions.assertThat(page.locator("#" + field + "-error")).containsText(text);
    }

    private static void requireValue(Page page, String field, String value) {
        PlaywrightAssertions.assertThat(page.locator("#" + field)).hasValue(value);
    }

    private static void setUp(Page page, FreshServer server) {
        page.navigate(
                server.setupLink().replaceFirst("http://localhost:\\d+", server.web().toString()));
        look(page, "setup");
        page.fill("#domain", "not a domain");
        page.fill("#user", "an");
        page.fill("#name", "Nguyễn Văn An");
        page.fill("#password", PASSWORD);
        page.fill("#repeated", PASSWORD);
        press(page, "Finish set-up");
        requireErrorAt(page, "domain", "not a domain name");
        requireValue(page, "name", "Nguyễn Văn An");
        look(page, "setup-refused");
        page.fill("#domain", "example.org");
        page.fill("#password", PASSWORD);
        page.fill("#repeated", PASSWORD);
        press(page, "Finish set-up");
        PlaywrightAssertions.assertThat(page.getByText("All set. Sign in with an@example.org."))
                .isVisible();
        look(page, "setup-done");
    }

    private static void signIn(Page page, FreshServer server) {
        page.navigate(server.web() + "/admin"); // sent to sign in, and back
        page.fill("#username", "an@example.org");
        page.fill("#password", "wrong");
        press(page, "Sign in");
        requireValue(page, "username", "an@example.org");
        look(page, "sign-in-refused");
        page.fill("#password", PASSWORD);
        press(page, "Sign in");
        page.waitForURL("**/admin");
        look(page, "overview");
    }

    private static void addDomain(Page page) {
        page.click("a[href='/admin/domains']");
        page.click("text=Add domain");
        page.fill("#name", "bồ câu.example");
        press(page, "Add domain");
        requireErrorAt(page, "name", "not a domain name");
        PlaywrightAssertions.assertThat(page.locator("#name")).isFocused();
        page.fill("#name", "bồcâu.example");
        press(page, "Add domain");
        requireNotice(page, "has been added");
        look(page, "domains");
    }

    private static void addAccounts(Page page) {
        page.click(".sidebar a[href='/admin/accounts']");
        page.click("text=Add account");
        page.fill("#address", "binh@elsewhere.example");
        page.fill("#name", "Trần Thị Bình");
        page.fill("#password", PASSWORD);
        page.fill("#repeated", "something else");
        page.fill("#quota", "a lot");
        press(page, "Add account");
        requireErrorAt(page, "repeated", "not the same");
        requireErrorAt(page, "quota", "number");
        look(page, "account-refused");
        fillAccount(page, "binh@example.org", "2,5");
        press(page, "Add account");
        PlaywrightAssertions.assertThat(page.locator("h1")).hasText("binh@example.org");
        look(page, "account");
        for (var other : List.of("chi", "dung", "giang")) {
            page.navigate(page.url().replaceFirst("/admin/.*", "/admin/accounts/new"));
            page.fill("#name", "");
            fillAccount(page, other + "@example.org", "");
            press(page, "Add account");
            requireNotice(page, other + "@example.org has been added");
        }
    }

    private static void fillAccount(Page page, String address, String quota) {
        page.fill("#address", address);
        page.fill("#password", PASSWORD);
        page.fill("#repeated", PASSWORD);
        page.fill("#quota", quota);
    }

    private static void addAlias(Page page) {
        page.click(".sidebar a[href='/admin/aliases']");
        page.click("text=Add alias");
        page.fill("#address", "info@example.org");
        page.fill("#targets", "binh@example.org\nnobody@example.org");
        press(page, "Add alias");
        requireErrorAt(page, "targets", "nobody@example.org is not an address");
        look(page, "alias-refused");
        page.fill("#targets", "binh@example.org\nada@example.net");
        press(page, "Add alias");
        requireNotice(page, "has been added");
        look(page, "aliases");
    }

    private static void addList(Page page) {
        page.click(".sidebar a[href='/admin/lists']");
        page.click("text=Add mailing list");
        page.fill("#address", "info@example.org");
        page.fill("#name", "Nhân viên");
        page.fill("#members", "binh@example.org\nchi@example.org\n");
        press(page, "Add mailing list");
        requireErrorAt(page, "address", "in use already");
        PlaywrightAssertions.assertThat(page.locator("#members"))
                .hasValue(Pattern.compile("chi@example.org"));
        page.fill("#address", "staff@example.org");
        press(page, "Add mailing list");
        requireNotice(page, "has been added");
        look(page, "lists");
    }

    private static void openAccount(Page page, String address) {
        page.click(".sidebar a[href='/admin/accounts']");
        page.click("tbody th a:text-is('" + address + "')");
    }

    private static void disable(Page page) {
        openAccount(page, "chi@example.org");
        press(page, "Disable");
        requireNotice(page, "has been disabled");
        look(page, "account-disabled");
    }

    private static void keepTheLastAdministrator(Page page) {
        openAccount(page, "an@example.org");
        press(page, "Disable");
        PlaywrightAssertions.assertThat(page.getByRole(AriaRole.ALERT))
                .containsText("last administrator");
        page.uncheck("#administrator");
        press(page, "Save");
        requireErrorAt(page, "administrator", "last administrator");
        look(page, "last-administrator");
    }

    private static void delete(Page page) {
        openAccount(page, "dung@example.org");
        page.click("text=Delete account");
        page.fill("#confirmation", "dung");
        press(page, "Delete account");
        requireErrorAt(page, "confirmation", "This is not dung@example.org");
        look(page, "delete-refused");
        page.fill("#confirmation", "dung@example.org");
        press(page, "Delete account");
        requireNotice(page, "has been deleted");
        PlaywrightAssertions.assertThat(page.locator("tbody"))
                .not()
                .containsText("dung@example.org");
        look(page, "accounts");
    }

    private void looksRight(FreshServer server, Device device, String language, String suffix) {
        try (var browser = TestBrowser.shared().open(device, language)) {
            var page = watched(browser);
            page.navigate(server.web() + "/admin");
            look(page, "sign-in-" + suffix);
            page.fill("#username", "an@example.org");
            page.fill("#password", PASSWORD);
            page.click("main button");
            page.waitForURL("**/admin");
            for (var path : PAGES) {
                page.navigate(server.web() + path);
                look(page, path.substring(1).replace('/', '-') + "-" + suffix);
                assertThat(
                                (boolean)
                                        page.evaluate(
                                                "document.documentElement.scrollWidth <= innerWidth"))
                        .as("no sideways scrolling: " + path)
                        .isTrue();
            }
            page.click("[popovertarget=account-menu]");
            look(page, "menu-" + suffix);
        }
    }
}

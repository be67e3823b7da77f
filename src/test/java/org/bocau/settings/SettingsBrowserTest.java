package org.bocau.settings;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.bocau.account.Aliases;
import org.bocau.message.EmailAddress;
import org.bocau.preferences.Identities;
import org.bocau.preferences.ReplyTemplates;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The settings in a browser: each page looked at on each device, and one walk by keyboard. */
@BrowserTest
class SettingsBrowserTest {
    private static final List<String> PAGES =
            List.of(
                    "general",
                    "appearance",
                    "reading",
                    "writing",
                    "identities",
                    "identities/1",
                    "templates",
                    "templates/1",
                    "rules",
                    "rules/new",
                    "rules/script",
                    "absence",
                    "notifications",
                    "security",
                    "security/password",
                    "sessions",
                    "phone",
                    "search?q=a");

    private final TestServer server;
    private final TestAccount an;

    SettingsBrowserTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        var alias = new EmailAddress("ban-hang", an.address().domain());
        server.bean(Aliases.class).create(alias, List.of(an.address()));
        var signature = "Nguyễn Thị An\nPhòng bán hàng · 028 3822 0000";
        server.bean(Identities.class)
                .save(
                        an.id(),
                        0,
                        new Identities.Draft("Nguyễn Thị An", alias.toString(), "", signature, ""));
        server.bean(ReplyTemplates.class)
                .save(
                        an.id(),
                        0,
                        "Cảm ơn, tôi sẽ xem",
                        "Chào {{first-name}},\n\ncảm ơn bạn đã viết.");
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void everyPageIsFitToBeSeen(Device device) {
        var language = device == Device.DESKTOP ? "en-GB" : "vi-VN";
        try (var context = TestBrowser.shared().open(device, language)) {
            var page = TestBrowser.signIn(context, server, an);
            for (var path : PAGES) {
                page.navigate(server.web() + "/settings/" + path);
                var name = path.replaceAll("\\W+", "-");
                TestBrowser.look(
                        page, "settings-" + device.name().toLowerCase(Locale.ROOT) + "-" + name);
            }
            page.navigate(server.web() + "/settings/sessions");
            assertThat(page.locator("main tbody .badge.success").first()).isVisible();
        }
    }

    @Test
    void aSettingIsFoundChangedAndSeenAtOnce() {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.click("button[popovertarget=account-menu]");
            page.click("#account-menu a[href='/settings']");
            page.fill("#settings-q", "time zone");
            page.press("#settings-q", "Enter");
            page.click("main a[href='/settings/general#zone']");
            assertThat(page.locator("#zone")).isFocused();
            page.selectOption("#zone", "Asia/Ho_Chi_Minh");
            page.click("main form[action='/settings/general'] button");
            assertThat(page.locator("#toasts .toast")).containsText("Saved");

            page.click(".settings-topics a[href='/settings/appearance']");
            page.click("main button[value=dark]");
            assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
            page.navigate(server.web() + "/mail/inbox");
            assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        }
    }
}

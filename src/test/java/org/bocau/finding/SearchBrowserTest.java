package org.bocau.finding;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;
import org.bocau.contacts.Contacts;
import org.bocau.contacts.Recipient;
import org.bocau.mailbox.Flags;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.bocau.triage.LabelColour;
import org.bocau.triage.Labels;
import org.junit.jupiter.api.Test;

/**
 * The search box in a browser: typed with suggestions and the keyboard, chips taken away, saved.
 */
@BrowserTest
class SearchBrowserTest {
    private static final String[][] MAIL = {
        {
            "Nguyễn Thị Hồng <hong@congty.example>",
            "Thư mời họp tuần sau",
            "Kính gửi anh, mời anh dự họp sáng thứ hai."
        },
        {
            "Ada Lovelace <ada@analytical.example>",
            "Notes on the engine",
            "I enclose my notes; the meeting is on Monday."
        },
        {
            "Trần Quốc Bảo <bao.tran@congty.example>",
            "Báo cáo quý ba",
            "Số liệu để họp, anh xem giúp."
        },
        {"Ngân hàng <no-reply@bank.example>", "Sao kê tháng mười", "Sao kê của quý khách."},
    };

    private final TestServer server;
    private final TestAccount an;

    SearchBrowserTest(TestServer server) throws IOException {
        this.server = server;
        this.an = server.account("an");
        var now = server.bean(Clock.class).instant();
        for (int i = 0; i < MAIL.length; i++) {
            var text =
                    "From: %s\r\nTo: an@x.example\r\nSubject: %s\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n"
                            .formatted((Object[]) MAIL[i]);
            server.deliver(
                    an.login(),
                    text.getBytes(StandardCharsets.UTF_8),
                    Flags.NONE,
                    now.minusSeconds(90_000L * i));
        }
        server.bean(Contacts.class)
                .used(an.id(), List.of(new Recipient("Nguyễn Thị Hồng", "hong@congty.example")));
    }

    private static void look(Page page, String name) {
        TestBrowser.look(page, "search-" + name);
    }

    @Test
    void aLabelIsCompletedByItsNameInItsColour() {
        server.bean(Labels.class).adopt(an.id(), "viec-nha", "Việc nhà", LabelColour.TEAL);
        try (var desk = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(desk, server, an);
            page.keyboard().press("/");
            page.keyboard().type("label:viec");
            var choice = page.locator("#q-choices [role=option]");
            assertThat(choice).hasCount(1);
            assertThat(choice.locator(".chip.label-teal")).hasText("Việc nhà");
            look(page, "label");
            page.keyboard().press("ArrowDown");
            page.keyboard().press("Enter");
            assertThat(page.locator("#q")).hasValue("label:\"Việc nhà\" ");
        }
    }

    @Test
    void fromALetterToASavedSearch() {
        try (var desk = TestBrowser.shared().open(Device.DESKTOP, "en-GB");
                var phone = TestBrowser.shared().open(Device.PHONE, "vi-VN");
                var dark = TestBrowser.shared().open(Device.DARK, "vi-VN")) {
            var page = TestBrowser.signIn(desk, server, an);
            page.keyboard().press("/");
            page.keyboard().type("nguyen");
            var choices = page.locator("#q-choices [role=option]");
            assertThat(choices.first()).containsText("from:hong@congty.example");
            assertThat(page.locator("#q")).hasAttribute("aria-expanded", "true");
            look(page, "suggestions");
            page.keyboard().press("ArrowDown");
            page.keyboard().press("Enter");
            assertThat(page.locator("#q")).hasValue("from:hong@congty.example ");
            page.keyboard().type("hop is:funny");
            page.keyboard().press("Enter"); // none of what is offered has been chosen
            page.waitForURL(Pattern.compile(".*/search\\?q=.*"));
            assertThat(page.locator(".row")).hasCount(1);
            assertThat(page.locator(".row mark").first()).hasText("họp");
            assertThat(page.locator(".search-problems")).containsText("is:funny");
            look(page, "results");
            page.locator(".term a").first().click();
            assertThat(page.locator(".row")).hasCount(2);
            page.click("text=Save search");
            page.fill("#name", "Họp");
            page.press("#name", "Enter");
            assertThat(page.locator(".saved-searches .folder")).hasText("Họp");
            page.navigate(server.web() + "/search/advanced?q=from:hong");
            look(page, "fields");

            var small = TestBrowser.signIn(phone, server, an);
            small.navigate(server.web() + "/search?q=hop+-from:ada");
            assertThat(small.locator(".row")).hasCount(2);
            look(small, "phone");
            small.navigate(server.web() + "/search");
            look(small, "phone-help");
            var night = TestBrowser.signIn(dark, server, an);
            night.navigate(server.web() + "/search?q=hop+OR+sao+newer_than:30d");
            assertThat(night.locator(".row")).hasCount(3);
            look(night, "dark");
        }
    }
}

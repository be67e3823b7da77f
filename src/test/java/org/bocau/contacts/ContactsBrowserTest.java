package org.bocau.contacts;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.bocau.preferences.Preferences;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** The address book in a browser: a file comes in, somebody is edited, the pages are looked at. */
@BrowserTest
class ContactsBrowserTest {
    private static final String FILE =
            """
            Name,Email,Phone,Organization,Groups
            Nguyễn Thị Hồng,hong@congty.example,+84 90 123 45 67,Công ty Sao Mai,Đồng nghiệp
            Trần Quốc Bảo,bao.tran@congty.example,,Công ty Sao Mai,Đồng nghiệp
            Mẹ,me@gia-dinh.example,024 3825 1234,,Gia đình
            Ada Lovelace,ada@analytical.example,,Analytical Engines,
            Bogus,no address at all,,,
            """;

    private final TestServer server;
    private final TestAccount an;

    ContactsBrowserTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    private static void look(Page page, String name) {
        TestBrowser.look(page, "contacts-" + name);
    }

    @Test
    void fromAFileToAnEditedContact() {
        server.bean(Contacts.class)
                .used(an.id(), List.of(new Recipient("Lê Minh", "minh@khac.example")));
        try (var desk = TestBrowser.shared().open(Device.DESKTOP, "en-GB");
                var phone = TestBrowser.shared().open(Device.PHONE, "vi-VN");
                var dark = TestBrowser.shared().open(Device.DARK, "vi-VN")) {
            var page = TestBrowser.signIn(desk, server, an);
            page.navigate(server.web() + "/contacts/files");
            var octets = FILE.getBytes(StandardCharsets.UTF_8);
            page.setInputFiles("#file", new FilePayload("people.csv", "text/csv", octets));
            page.click("main form[enctype] button");
            assertThat(page.locator("[role=status] li").first()).hasText("5 new contacts");
            look(page, "import");
            page.navigate(server.web() + "/contacts");
            assertThat(page.locator(".person")).hasCount(5);
            look(page, "list");
            page.click("text=Nguyễn Thị Hồng");
            look(page, "contact");
            var small = TestBrowser.signIn(phone, server, an);
            small.navigate(server.web() + "/contacts");
            look(small, "phone");
            small.click("text=Trần Quốc Bảo");
            look(small, "phone-contact");
            var night = TestBrowser.signIn(dark, server, an);
            night.navigate(server.web() + "/contacts?of=collected");
            assertThat(night.locator(".person")).hasCount(1);
            look(night, "dark-collected");
            night.navigate(server.web() + "/contacts?group=0");
            assertThat(night.locator("main")).isVisible();
        }
    }

    private void bring(Page page) {
        page.navigate(server.web() + "/contacts/files");
        var octets = FILE.getBytes(StandardCharsets.UTF_8);
        page.setInputFiles("#file", new FilePayload("people.csv", "text/csv", octets));
        page.click("main form[enctype] button");
        assertThat(page.locator("[role=status] li").first()).hasText("5 new contacts");
    }

    private static void compose(Page page, String to) {
        page.navigate(page.url().replaceAll("(https?://[^/]+)/.*", "$1/compose"));
        page.locator("#compose[data-ready]").waitFor();
        page.locator("#to").pressSequentially(to);
    }

    /** A group becomes the people in it; who was written to is offered from then on. */
    @Test
    void groupsAndNewAcquaintancesAreOffered() {
        server.bean(Preferences.class).update(an.id(), Map.of("undo-send", "0"));
        var lan = server.account("lan.pham").login();
        try (var desk = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(desk, server, an);
            bring(page);
            compose(page, "dong nghi");
            assertThat(page.locator(".offers li")).hasCount(1);
            assertThat(page.locator(".offers li")).containsText("Đồng nghiệp");
            look(page, "group-offered");
            page.keyboard().press("Enter");
            assertThat(page.locator(".chip"))
                    .hasText(
                            new Pattern[] {
                                Pattern.compile("Nguyễn Thị Hồng"), Pattern.compile("Trần Quốc Bảo")
                            });
            page.locator("#to").pressSequentially("ai do");
            assertThat(page.locator("#offers-1")).isHidden();
            page.fill("#to", "");

            compose(page, "Phạm Lan <" + lan + ">,");
            assertThat(page.locator(".chip")).hasCount(1);
            page.fill("#subject", "Chào chị Lan");
            page.click("#send");
            page.waitForURL("**/mail/inbox");
            compose(page, "pham");
            assertThat(page.locator(".offers li")).hasCount(1);
            assertThat(page.locator(".offers li")).containsText("Phạm Lan");
            page.keyboard().press("Tab");
            assertThat(page.locator(".chip")).hasText(Pattern.compile("Phạm Lan"));
            look(page, "acquaintance");
        }
    }

    @Test
    void theFormsAndGroupsHaveRoomEverywhere() {
        try (var desk = TestBrowser.shared().open(Device.DESKTOP, "en-GB");
                var phone = TestBrowser.shared().open(Device.PHONE, "vi-VN");
                var dark = TestBrowser.shared().open(Device.DARK, "vi-VN")) {
            var page = TestBrowser.signIn(desk, server, an);
            bring(page);
            page.navigate(server.web() + "/contacts");
            page.click(".groups a:has-text('Đồng nghiệp'), nav a:has-text('Đồng nghiệp')");
            look(page, "group");
            var visitors =
                    Map.of(
                            "desk",
                            page,
                            "phone",
                            TestBrowser.signIn(phone, server, an),
                            "dark",
                            TestBrowser.signIn(dark, server, an));
            for (var each : visitors.entrySet()) {
                var device = each.getKey();
                var visitor = each.getValue();
                visitor.navigate(server.web() + "/contacts/new");
                look(visitor, "new-" + device);
                visitor.navigate(server.web() + "/contacts/files");
                look(visitor, "files-" + device);
                visitor.navigate(server.web() + "/contacts?q=cong+ty");
                look(visitor, "found-" + device);
                visitor.navigate(server.web() + "/contacts?q=khong+co+ai");
                look(visitor, "none-" + device);
            }
        }
    }
}

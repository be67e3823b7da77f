package org.bocau.settings;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.bocau.filter.Failure;
import org.bocau.rules.Absence;
import org.bocau.rules.Filters;
import org.bocau.rules.Rule;
import org.bocau.rules.ScriptFailures;
import org.bocau.rules.Scripts;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** Rules as people make them, in a browser: filled in, tried, kept, put in order. */
@BrowserTest
class RulesBrowserTest {
    private final TestServer server;
    private final TestAccount an;

    RulesBrowserTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    private static void look(Page page, String name) {
        TestBrowser.look(page, "rules-" + name);
    }

    private void letter(String from, String subject) throws IOException {
        var message =
                "From: %s\r\nTo: %s\r\nSubject: %s\r\n\r\nx\r\n"
                        .formatted(from, an.login(), subject);
        server.deliver(an.login(), message.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aRuleIsFilledInTriedAndKept() throws IOException {
        letter("Điện lực Hà Nội <hoadon@evn.example>", "Hóa đơn tiền điện tháng 11");
        letter("Daniel <daniel@example.com>", "Contract");
        try (var desk = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(desk, server, an);
            page.navigate(server.web() + "/settings/rules");
            look(page, "none");
            page.click("text=New rule");
            page.fill("#name", "Bills");
            page.locator("select[name=field]").first().selectOption("SUBJECT");
            page.locator("input[name=value]").first().fill("hóa đơn");
            page.check("#star");
            page.click("text=Try it on my mail");
            assertThat(page.locator("#trial")).containsText("Điện lực Hà Nội");
            assertThat(page.locator("#trial")).isInViewport();
            look(page, "tried");
            page.click("button[value=save]");
            assertThat(page.locator(".settings-list li")).hasCount(1);
            look(page, "kept");
        }
        assertThat(server.bean(Scripts.class).of(an.id()).rules()).hasSize(1);
    }

    @Test
    void whatFailedIsTold() {
        var failures = server.bean(ScriptFailures.class);
        failures.note(an.id(), Failure.TOO_MUCH_WORK);
        for (var device : Device.values()) {
            var language = device == Device.DESKTOP ? "en-GB" : "vi-VN";
            try (var context = TestBrowser.shared().open(device, language)) {
                var page = TestBrowser.signIn(context, server, an);
                page.navigate(server.web() + "/settings/rules");
                assertThat(page.locator(".banner time")).hasCount(1);
                look(page, "failed-" + device.name().toLowerCase(Locale.ROOT));
            }
        }
    }

    @Test
    void theyHaveRoomEverywhere() {
        var bills =
                new Rule(
                        "1",
                        "Hóa đơn điện, nước và mạng",
                        true,
                        true,
                        List.of(
                                new Rule.Test(
                                        Rule.Field.FROM, Rule.Operator.CONTAINS, "evn.example"),
                                new Rule.Test(
                                        Rule.Field.SUBJECT, Rule.Operator.CONTAINS, "hóa đơn")),
                        List.of(
                                new Rule.Deed(Rule.Kind.MOVE, "Việc nhà/Hóa đơn"),
                                new Rule.Deed(Rule.Kind.STAR, "")),
                        true);
        var other =
                new Rule(
                        "2",
                        "Newsletter",
                        false,
                        false,
                        List.of(new Rule.Test(Rule.Field.LIST, Rule.Operator.CONTAINS, "news")),
                        List.of(new Rule.Deed(Rule.Kind.READ, "")),
                        false);
        var away =
                new Absence(
                        true,
                        LocalDate.parse("2026-12-24"),
                        LocalDate.parse("2027-01-03"),
                        "Tôi đi vắng",
                        "Tôi nghỉ đến ngày 4 tháng 1.",
                        7);
        server.bean(Scripts.class)
                .save(an.id(), Filters.NONE.with(List.of(bills, other)).with(away));
        for (var device : Device.values()) {
            try (var context = TestBrowser.shared().open(device, "vi-VN")) {
                var page = TestBrowser.signIn(context, server, an);
                for (var path : List.of("rules", "rules/1", "rules/script", "absence")) {
                    page.navigate(server.web() + "/settings/" + path);
                    look(page, path.replace('/', '-') + "-" + device);
                }
            }
        }
    }
}

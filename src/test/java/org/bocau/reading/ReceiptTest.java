package org.bocau.reading;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.Role;
import org.bocau.preferences.Preferences;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;

/** Read receipts (RFC 8098): asked once, sent when the reader says so, never to lists. */
@BrowserTest
class ReceiptTest {
    private final TestServer server;
    private final TestAccount an;
    private final TestAccount binh;

    ReceiptTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.binh = server.account("binh");
    }

    private void deliver(String fields) throws IOException {
        server.deliver(
                an.login(),
                (fields
                                + "From: Trần Bình <%s>\r\nTo: An <%s>\r\nSubject: Hợp đồng thuê nhà\r\nDate: Mon, 23 Nov 2026 08:00:00 +0700\r\nMessage-ID: <thue@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nEm gửi anh bản hợp đồng để đọc trước ạ.\r\n"
                                        .formatted(binh.login(), an.login()))
                        .getBytes(StandardCharsets.UTF_8));
    }

    private String asking(String address) {
        return "Disposition-Notification-To: Bình <" + address + ">\r\n";
    }

    private String returnPath(String address) {
        return "Return-Path: <" + address + ">\r\n";
    }

    private void choose(String receipts) {
        server.bean(Preferences.class).update(an.id(), Map.of("receipts", receipts));
    }

    private String arrived() {
        return TestInbox.arrival(server, binh);
    }

    @Test
    void whoIsAskedSendsOneWithoutScript() throws IOException {
        deliver(asking(binh.login()));
        var visitor = WebVisitor.signedIn(server, an);
        var page = visitor.get("/mail/inbox/1").page();
        assertThat(page.select(".receipt-banner").text()).contains("Trần Bình would like to know");
        visitor.submit("/mail/inbox/1/receipt", "answer", "send");
        assertThat(visitor.get("/mail/inbox/1").page().select(".receipt-banner")).isEmpty();
        var receipt = arrived();
        assertThat(receipt)
                .contains("Return-Path: <>")
                .containsPattern(
                        "Content-Type: multipart/report; report-type=disposition-notification;")
                .contains("Content-Type: message/disposition-notification")
                .contains("Final-Recipient: rfc822;" + an.login())
                .contains("Original-Message-ID: <thue@example.org>")
                .contains("Disposition: manual-action/MDN-sent-manually; displayed")
                .contains("Auto-Submitted: auto-replied");
    }

    @Test
    void whoDeclinesIsNotAskedAgain() throws IOException {
        deliver(asking(binh.login()));
        var visitor = WebVisitor.signedIn(server, an);
        visitor.get("/mail/inbox/1");
        visitor.submit("/mail/inbox/1/receipt", "answer", "no");
        assertThat(visitor.get("/mail/inbox/1").page().select(".receipt-banner")).isEmpty();
        assertThat(TestInbox.messages(server, binh)).isEmpty();
    }

    @Test
    void neverForListsAndProgramsAndWhereNobodyWantsAnAnswer() throws IOException {
        var asked = asking(binh.login());
        var silent =
                List.of(
                        "List-Id: <nha.example.org>\r\n" + asked,
                        "Precedence: bulk\r\n" + asked,
                        "Auto-Submitted: auto-generated\r\n" + asked,
                        "Return-Path: <>\r\n" + asked,
                        "Disposition-Notification-Options: x=required,1\r\n" + asked,
                        asked + asked,
                        asking("an@nowhere.example>, <binh@nowhere.example"),
                        asking("no address"),
                        asking(an.login()));
        for (var fields : silent) deliver(fields);
        var visitor = WebVisitor.signedIn(server, an);
        for (int uid = 1; uid <= silent.size(); uid++) {
            var answer = visitor.get("/mail/inbox/" + uid);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.page().select(".receipt-banner")).as(silent.get(uid - 1)).isEmpty();
        }
        deliver(asked);
        choose("never");
        var last = "/mail/inbox/" + (silent.size() + 1);
        assertThat(visitor.get(last).page().select(".receipt-banner")).isEmpty();
    }

    @Test
    void whoAlwaysWantsToIsAskedWhereTheLetterCameFromElsewhere() throws IOException {
        choose("always");
        deliver(returnPath("other@example.net") + asking(binh.login()));
        deliver(returnPath(binh.login()) + asking("elsewhere@example.net"));
        deliver(returnPath(binh.login()) + asking(binh.login()));
        var visitor = WebVisitor.signedIn(server, an);
        for (int uid = 1; uid <= 2; uid++) {
            var banner = visitor.get("/mail/inbox/" + uid).page().select(".receipt-banner");
            assertThat(banner).hasSize(1);
            assertThat(banner.hasAttr("data-unasked")).isFalse();
        }
        assertThat(visitor.get("/mail/inbox/3").page().select("[data-unasked]")).hasSize(1);
        assertThat(TestInbox.messages(server, binh)).isEmpty(); // looking changes nothing
    }

    /** Each of two tabs has seen that it is not answered yet. */
    @Test
    void twoTabsSendOne() throws IOException {
        choose("always");
        deliver(returnPath(binh.login()) + asking(binh.login()));
        var account = new MailAccount(an.id(), an.login(), "An");
        var folder = server.bean(FolderStore.class).names(account).require(Role.INBOX);
        var message = server.bean(MessageReader.class).read(account, folder, 1);
        var receipts = server.bean(Receipts.class);
        var offer = new Receipts.Offer(binh.login(), false, true);
        for (boolean first : new boolean[] {true, false}) {
            assertThat(receipts.send(account, message, offer, ZoneOffset.UTC, Locale.ENGLISH))
                    .isEqualTo(first);
        }
    }

    @Test
    void theServerSaysWhatCameOfAnAutomaticOne() throws IOException {
        choose("always");
        deliver(returnPath("other@example.net") + asking(binh.login()));
        deliver(returnPath(binh.login()) + asking(binh.login()));
        var visitor = WebVisitor.signedIn(server, an);
        visitor.get("/mail/inbox/1");
        var fields = new String[] {"answer", "send", "unasked", "true"};
        assertThat(visitor.post("/mail/inbox/1/receipt", fields).status()).isEqualTo(409);
        visitor.get("/mail/inbox/2");
        assertThat(visitor.post("/mail/inbox/2/receipt", fields).status()).isEqualTo(204);
        assertThat(arrived()).contains("MDN-sent-automatically");
    }

    @Test
    void thePageSendsItForWhoAlwaysWantsTo() throws IOException {
        choose("always");
        deliver(returnPath(binh.login()) + asking(binh.login()));
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            var page = TestBrowser.signIn(context, server, an);
            page.click(".row-link");
            page.locator(".message-subject").waitFor();
            assertThat(arrived())
                    .contains("Disposition: automatic-action/MDN-sent-automatically; displayed");
            assertThat(page.locator(".receipt-banner")).isHidden();
            page.reload();
            assertThat(page.locator(".receipt-banner")).hasCount(0);
        }
        assertThat(TestInbox.messages(server, binh)).hasSize(1);
    }

    @Test
    void theBannerIsFitToBeSeen() throws IOException {
        deliver(asking("thuky@example.net"));
        for (var device : Device.values()) {
            var language = device == Device.DESKTOP ? "en-GB" : "vi-VN";
            try (var context = TestBrowser.shared().open(device, language)) {
                var page = TestBrowser.signIn(context, server, an);
                page.navigate(server.web() + "/mail/inbox/1");
                page.locator(".receipt-banner").waitFor();
                look(page, device.name().toLowerCase(java.util.Locale.ROOT));
            }
        }
    }

    private static void look(Page page, String name) {
        TestBrowser.screenshot(page, "receipt-" + name);
        TestBrowser.requireAccessible(page);
    }
}

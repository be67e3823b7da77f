package org.bocau.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.bocau.net.HostName;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebSite;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;

/**
 * What is said about a letter above its body, by what this server found out about it: whom to
 * believe, pictures, leaving a list, invitations, files. Without script first, then looked at.
 */
@BrowserTest
class LetterTest {
    private final TestServer server;
    private final TestAccount an;

    LetterTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    private String verdict(String findings) {
        return "Authentication-Results: "
                + server.bean(HostName.class).value()
                + ";\r\n\t"
                + findings
                + "\r\nReceived: from mx.example by here; Mon, 23 Nov 2026 08:00:00 +0700\r\n";
    }

    private String proven(String domain) {
        return verdict(
                "dmarc=pass header.from="
                        + domain
                        + ";\r\n\tspf=pass;\r\n\tdkim=pass header.d="
                        + domain);
    }

    private void deliver(String head, String subject, String content) throws IOException {
        var message =
                head
                        + "To: An <"
                        + an.login()
                        + ">\r\nSubject: "
                        + subject
                        + "\r\nDate: Mon, 23 Nov 2026 08:00:00 +0700\r\nMessage-ID: <"
                        + subject.hashCode()
                        + "@x.example>\r\nMIME-Version: 1.0\r\n"
                        + content;
        server.deliver(an.login(), message.getBytes(StandardCharsets.UTF_8));
    }

    private static String html(String body) {
        return "Content-Type: text/html; charset=utf-8\r\n\r\n" + body + "\r\n";
    }

    private String newsletter() {
        return html(
                "<h1>Mười hai ngọn hải đăng</h1><p>Tuần này: Kê Gà.</p><img src=\""
                        + WebSite.shared().address("/kega.png")
                        + "\" alt=\"Kê Gà\"><img src=\"https://news.example/open.gif\" width=1 height=1>");
    }

    @Test
    void picturesOfAProvenSenderCanBeAllowedForGood() throws IOException {
        var from = "From: Lighthouse Weekly <news@lighthouse.example>\r\n";
        deliver(proven("lighthouse.example") + from, "First", newsletter());
        deliver(proven("lighthouse.example") + from, "Second", newsletter());
        var forged = verdict("dmarc=fail header.from=lighthouse.example") + from;
        deliver(forged, "Forged", newsletter());
        var visitor = WebVisitor.signedIn(server, an);

        var first = visitor.get("/mail/inbox/1").page();
        assertThat(first.select(".mark.proven")).hasSize(1);
        assertThat(first.select(".images-banner").text())
                .contains("One picture", "One tracker", "Always from news@lighthouse.example");
        assertThat(first.select(".message-frame").attr("src")).doesNotContain("images=1");

        visitor.submit("/mail/inbox/1/images", "always", "true");
        var second = visitor.get("/mail/inbox/2").page();
        assertThat(second.select(".message-frame").attr("src")).contains("images=1");
        assertThat(second.select(".images-banner").text()).contains("You always see");

        var other = visitor.get("/mail/inbox/3").page();
        assertThat(other.select(".message-frame").attr("src")).doesNotContain("images=1");
        assertThat(other.select(".images-banner").text())
                .contains("Show once")
                .doesNotContain("Always");
        assertThat(visitor.post("/mail/inbox/3/images", "always", "true").status()).isEqualTo(409);

        var privacy = visitor.get("/settings/privacy").page();
        assertThat(privacy.select(".settings-list li").text()).contains("news@lighthouse.example");
        assertThat(visitor.submit("/settings/privacy/forget").notice())
                .contains("asked about again");
        assertThat(visitor.get("/mail/inbox/2").page().select(".message-frame").attr("src"))
                .doesNotContain("images=1");
        visitor.submit("/mail/inbox/2/images", "always", "true");

        visitor.get("/mail/inbox/2");
        visitor.submit("/mail/inbox/2/images", "always", "false");
        assertThat(visitor.last().page().select(".message-frame").attr("src"))
                .doesNotContain("images=1");
        assertThat(visitor.post("/mail/inbox/99/images", "always", "true").status()).isEqualTo(404);
    }

    @Test
    void allThatWasAllowedIsTakenBackAtOnce() throws IOException {
        for (var host : List.of("hoian.example", "lighthouse.example")) {
            deliver(proven(host) + "From: News <news@" + host + ">\r\n", host, newsletter());
        }
        var visitor = WebVisitor.signedIn(server, an);
        for (int uid = 1; uid <= 2; uid++) {
            visitor.get("/mail/inbox/" + uid);
            visitor.submit("/mail/inbox/" + uid + "/images", "always", "true");
        }
        var other = WebVisitor.signedIn(server, server.account("binh"));
        assertThat(other.get("/settings/privacy").page().select(".settings-list")).isEmpty();
        other.post("/settings/privacy/forget-all");
        assertThat(visitor.get("/settings/privacy").page().select(".settings-list li")).hasSize(2);
        for (var device : Device.values()) {
            try (var context = TestBrowser.shared().open(device, "vi-VN")) {
                var page = TestBrowser.signIn(context, server, an);
                page.navigate(server.web() + "/settings/privacy");
                look(page, "privacy-" + device.name().toLowerCase(java.util.Locale.ROOT));
            }
        }
        visitor.get("/settings/privacy");
        var after = visitor.submit("/settings/privacy/forget-all").page();
        assertThat(after.select(".settings-list")).isEmpty();
        assertThat(after.select(".empty-title").text()).isEqualTo("Nobody yet");
    }

    @Test
    void whatPosesIsTold() throws IOException {
        phish();
        deliver(
                "From: Lan <lan@example.net>\r\n"
                        + "Authentication-Results: "
                        + server.bean(HostName.class).value()
                        + "; dmarc=pass header.from=example.net\r\nReceived: x\r\n",
                "Honest",
                html("<p>Chào An</p>"));
        var visitor = WebVisitor.signedIn(server, an);

        var doubts = visitor.get("/mail/inbox/1").page().select(".doubts li").eachText();
        assertThat(doubts)
                .containsExactly(
                        "It says it comes from paypa1.com, but paypa1.com does not stand behind it. Somebody may have forged the sender.",
                        "The name shown is the address service@paypal.com, but the message comes from service@paypa1.com.",
                        "paypa1.com looks much like paypal.com, but is not the same.",
                        "A link says www.paypal.com but leads to login.evil.example.",
                        "The attachment invoice.pdf.exe is a program. Open it only if you expected it.");
        var honest = visitor.get("/mail/inbox/2").page();
        assertThat(honest.select(".doubts, .images-banner, .invite, .leaving")).isEmpty();
        assertThat(visitor.get("/mail/inbox/1/headers").page().select(".headers").text())
                .contains("Authentication-Results", "dmarc=fail");
        assertThat(visitor.get("/mail/inbox/9/headers").status()).isEqualTo(404);
    }

    private void phish() throws IOException {
        deliver(
                verdict("dmarc=fail header.from=paypa1.com;\r\n\tspf=fail")
                        + "From: \"service@paypal.com\" <service@paypa1.com>\r\n",
                "Your account is limited",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                        + html(
                                "<p>Dear customer,</p><p>please <a href=\"https://login.evil.example/x\">www.paypal.com/signin</a></p>")
                        + "--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=invoice.pdf.exe\r\n\r\nMZ\r\n--b--\r\n");
    }

    @Test
    void aListIsLeftByALetter() throws Exception {
        var binh = server.account("binh");
        deliver(
                "From: List <list@lists.example>\r\nList-Id: <l.lists.example>\r\nList-Unsubscribe: <mailto:"
                        + binh.login()
                        + "?subject=leave%20now%0d%0aBcc:x@y.example&body=please>\r\n",
                "Weekly",
                html("<p>News</p>"));
        var visitor = WebVisitor.signedIn(server, an);
        var page = visitor.get("/mail/inbox/1").page();
        assertThat(page.select(".leaving").text()).contains(binh.login());

        var answer = visitor.submit("/mail/inbox/1/unsubscribe");
        assertThat(answer.notice()).contains("The list has been asked");
        assertThat(answer.page().select(".leaving").text()).contains("You unsubscribed on");
        var letters = TestInbox.messages(server, binh);
        assertThat(letters).hasSize(1);
        assertThat(letters.getFirst())
                .contains("Subject: leave now", "From: " + an.login())
                .doesNotContain("\nBcc");
    }

    /** The address is signed, and is asked, and is not there for us: nothing inside is reached. */
    @Test
    void aListThatDoesNotAnswerIsTold() throws IOException {
        var inside = "https://127.0.0.1/unsubscribe";
        deliver(
                verdict(
                                "dmarc=pass header.from=lists.example;\r\n\tdkim=pass header.d=lists.example header.s=k header.b=abcdefgh")
                        + "DKIM-Signature: v=1; d=lists.example; s=k; h=from:list-unsubscribe:list-unsubscribe-post; b=abcdefghijkl\r\n"
                        + "From: List <list@lists.example>\r\nList-Unsubscribe: <"
                        + inside
                        + ">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
                "Weekly",
                html("<p>News</p>"));
        var visitor = WebVisitor.signedIn(server, an);
        assertThat(visitor.get("/mail/inbox/1").page().select(".leaving form").text())
                .contains("127.0.0.1");
        var answer = visitor.submit("/mail/inbox/1/unsubscribe");
        assertThat(answer.notice()).contains("did not take it");
        assertThat(answer.page().select(".leaving form")).hasSize(1);
    }

    private void invite(TestAccount organizer, String method, int sequence) throws IOException {
        deliver(
                verdict("auth=pass smtp.auth=" + organizer.login())
                        + "From: Trần Bình <"
                        + organizer.login()
                        + ">\r\n",
                method.equals("CANCEL") ? "Hủy: Họp nhóm" : "Họp nhóm",
                "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                        + "Mời An họp nhóm, phòng 4.\r\n--b\r\nContent-Type: text/calendar; method="
                        + method
                        + "; charset=utf-8\r\n\r\nBEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nMETHOD:"
                        + method
                        + "\r\nBEGIN:VEVENT\r\nUID:42@calendar.example\r\nSEQUENCE:"
                        + sequence
                        + "\r\nDTSTAMP:20261101T000000Z\r\nDTSTART;TZID=Asia/Ho_Chi_Minh:20261124T100000\r\n"
                        + "DTEND;TZID=Asia/Ho_Chi_Minh:20261124T113000\r\nRRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=5\r\n"
                        + "SUMMARY:Họp nhóm <b onclick=x>\r\nLOCATION:Phòng 4\\, tầng 2\r\nORGANIZER;CN=Trần Bình:mailto:"
                        + organizer.login()
                        + "\r\nATTENDEE;CN=Nguyễn Thị An;PARTSTAT=NEEDS-ACTION:mailto:"
                        + an.login()
                        + "\r\nATTENDEE;CN=Lan;PARTSTAT=ACCEPTED:mailto:lan@example.net\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n--b--\r\n");
    }

    @Test
    void anInvitationIsAnsweredByMail() throws Exception {
        var binh = server.account("binh");
        invite(binh, "REQUEST", 0);
        invite(binh, "CANCEL", 1);
        var visitor = WebVisitor.signedIn(server, an);
        var card = visitor.get("/mail/inbox/1").page().select(".invite");
        assertThat(card.select("h3").text()).isEqualTo("Họp nhóm <b onclick=x>");
        assertThat(card.text())
                .contains("Every week on Tuesday, 5 times", "Phòng 4, tầng 2", "2 guests");

        var answer = visitor.submit("/mail/inbox/1/invitation", "answer", "accepted");
        assertThat(answer.notice()).contains("Your answer was sent");
        assertThat(answer.page().select(".invite [aria-pressed=true]").text()).isEqualTo("Accept");
        var letters = TestInbox.messages(server, binh);
        assertThat(letters).hasSize(1);
        assertThat(letters.getFirst())
                .contains(
                        "Subject: =?UTF-8?", "text/calendar; method=REPLY", "From: " + an.login());

        var cancelled = visitor.get("/mail/inbox/2").page().select(".invite.cancelled");
        assertThat(cancelled.text()).contains("Cancelled");
        assertThat(cancelled.select("form")).isEmpty();
        assertThat(visitor.post("/mail/inbox/1/invitation", "answer", "perhaps").status())
                .isEqualTo(400);

        var his = WebVisitor.signedIn(server, binh);
        assertThat(his.get("/mail/inbox/1").page().select(".invite .badge").text())
                .isEqualTo("Nguyễn Thị An comes");
    }

    private void files() throws IOException {
        var part =
                "--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"";
        deliver(
                "From: Lan <lan@example.net>\r\n",
                "Ảnh Đà Lạt",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee.\r\n"
                        + part
                        + "../../a.pdf\"\r\n\r\none\r\n"
                        + part
                        + "A.PDF\"\r\n\r\ntwo\r\n"
                        + part
                        + "con.txt\"\r\n\r\nthree\r\n--b--\r\n");
    }

    @Test
    void allFilesComeInOneArchive() throws IOException {
        files();
        try (var context = TestBrowser.shared().withoutScript()) {
            var page = TestBrowser.signIn(context, server, an);
            page.navigate(server.web() + "/mail/inbox/1");
            assertThat(page.locator(".attachments-all").count()).isEqualTo(1);
            var answer = page.request().get(server.web() + "/mail/inbox/1/attachments.zip");
            assertThat(answer.headers().get("content-disposition")).startsWith("attachment;");
            assertThat(unpacked(answer.body()))
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("a.pdf", "one", "A (2).PDF", "two", "con.txt", "three"));
            assertThat(page.request().get(server.web() + "/mail/inbox/2/attachments.zip").status())
                    .isEqualTo(404);
        }
    }

    private static Map<String, String> unpacked(byte[] archive) throws IOException {
        var files = new LinkedHashMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var text = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                files.put(entry.getName(), text.strip());
            }
        }
        assertThat(new HashSet<>(files.keySet())).hasSameSizeAs(files.keySet());
        return files;
    }

    @Test
    void allOfItIsFitToBeSeen() throws IOException {
        phish();
        deliver(
                proven("lighthouse.example")
                        + "From: Lighthouse Weekly <news@lighthouse.example>\r\nList-Unsubscribe: <https://lighthouse.example/leave>\r\n",
                "Mười hai ngọn hải đăng",
                newsletter());
        invite(server.account("binh"), "REQUEST", 0);
        files();
        for (var device : Device.values()) {
            var language = device == Device.DARK ? "vi-VN" : "en-GB";
            try (var context = TestBrowser.shared().open(device, language)) {
                var page = TestBrowser.signIn(context, server, an);
                var name = "letter-" + device.name().toLowerCase(java.util.Locale.ROOT);
                for (var what : List.of("1-phish", "2-news", "3-invite", "4-files")) {
                    page.navigate(server.web() + "/mail/inbox/" + what.charAt(0));
                    look(page, name + "-" + what);
                }
                page.locator(".message details.to > summary").first().click();
                page.navigate(server.web() + "/mail/inbox/1/headers");
                look(page, name + "-headers");
            }
        }
    }

    private static void look(Page page, String name) {
        page.waitForLoadState();
        TestBrowser.screenshot(page, name);
        TestBrowser.requireAccessible(page);
    }
}

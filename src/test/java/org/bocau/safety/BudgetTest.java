package org.bocau.safety;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/**
 * What pages cost on the wire, headers included, as the browser itself counts it: the inbox with
 * fifty messages, to a browser that has never been here, and again (decision 0080).
 */
@BrowserTest
class BudgetTest {
    private static final int REQUESTS = 8;
    private static final long FIRST = 100_000;
    private static final long AGAIN = 15_000;
    private static final long SCRIPTS = 50_000;

    /** Squire and DOMPurify alone are 30 KB; the first load has as much to spare. */
    private static final long SCRIPTS_OF_COMPOSING = 31_000;

    private static final long STYLES = 15_000;

    private static final List<String> PEOPLE =
            List.of(
                    "Nguyễn Thị Lan <lan@example.net>",
                    "Daniel Weber <daniel.weber@example.com>",
                    "Trần Quốc Bình <binh@example.org>",
                    "Aoife Byrne <aoife@example.ie>",
                    "Phòng Kế toán <ketoan@example.vn>");
    private static final List<String> SUBJECTS =
            List.of(
                    "Lịch họp tuần sau và biên bản kỳ trước",
                    "Invoice 2026-%d for October",
                    "Ảnh chuyến đi Đà Lạt",
                    "Re: Draft of the contract, second reading",
                    "Nhắc nộp báo cáo quý IV");

    /** One thing the browser asked for. */
    private record Asked(String url, String kind, long octets) {}

    /** What a page asked for, in the order it began. */
    private static final class Traffic {
        private final Map<String, String> urls = new LinkedHashMap<>();
        private final Map<String, String> kinds = new LinkedHashMap<>();
        private final Map<String, Long> octets = new LinkedHashMap<>();

        private Traffic(CDPSession session) {
            session.on("Network.requestWillBeSent", this::asked);
            session.on("Network.dataReceived", this::received);
            session.on("Network.loadingFinished", this::finished);
            session.send("Network.enable");
        }

        private void asked(JsonObject event) {
            var id = event.get("requestId").getAsString();
            var url = event.getAsJsonObject("request").get("url").getAsString();
            if (url.startsWith("data:")) return;
            urls.put(id, url);
            kinds.put(id, event.get("type").getAsString());
        }

        private void received(JsonObject event) {
            var id = event.get("requestId").getAsString();
            octets.merge(id, event.get("encodedDataLength").getAsLong(), Long::sum);
        }

        private void finished(JsonObject event) {
            octets.put(
                    event.get("requestId").getAsString(),
                    event.get("encodedDataLength").getAsLong());
        }

        private List<Asked> all() {
            var all = new ArrayList<Asked>();
            urls.forEach((id, url) ->
                    all.add(
                            new Asked(
                                    url,
                                    Objects.requireNonNull(kinds.get(id)),
                                    octets.getOrDefault(id, 0L))));
            return all;
        }

        private void forget() {
            urls.clear();
            kinds.clear();
            octets.clear();
        }

        private long octets(String kind) {
            return all().stream()
                    .filter(one -> one.kind().equals(kind))
                    .mapToLong(Asked::octets)
                    .sum();
        }

        private long octets() {
            return all().stream().mapToLong(Asked::octets).sum();
        }
    }

    private final TestServer server;

    BudgetTest(TestServer server) {
        this.server = server;
    }

    private TestAccount withMail() throws IOException {
        var an = server.account("an");
        for (int i = 0; i < 60; i++) {
            var message =
                    "From: %s\r\nTo: %s\r\nSubject: %s\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nChào An,\r\n\r\nmình gửi bạn bản %d, xem giúp trước thứ %d nhé. Thanks and see you soon.\r\n"
                            .formatted(
                                    PEOPLE.get(i % PEOPLE.size()),
                                    an.login(),
                                    SUBJECTS.get(i % SUBJECTS.size()).formatted(i),
                                    i * 37,
                                    i % 6 + 2);
            server.deliver(an.login(), message.getBytes(StandardCharsets.UTF_8));
        }
        return an;
    }

    /** Signed in, and nothing in the cache: the cookies come from another browser. */
    private BrowserContext neverHere(TestAccount account) {
        try (var context = TestBrowser.shared().open(Device.DESKTOP, "en-GB")) {
            TestBrowser.signIn(context, server, account);
            return TestBrowser.shared().openWith(Device.DESKTOP, context.storageState());
        }
    }

    private void openInbox(Page page) {
        page.waitForRequest("**/mail/events**", () -> page.navigate(server.web() + "/mail/inbox"));
        page.waitForLoadState();
        page.locator("html.scripted").waitFor();
    }

    /** What only a browser with a window asks for. */
    private static int unseen(Page page, Traffic traffic) {
        var links = page.locator("link[rel=icon], link[rel=manifest]").all();
        return (int)
                links.stream()
                        .map(link -> link.evaluate("link => link.href").toString())
                        .filter(url ->
                                traffic.all().stream().noneMatch(one -> one.url().equals(url)))
                        .count();
    }

    @Test
    void theInboxIsThereWithFewRequestsAndOctets() throws IOException {
        try (var context = neverHere(withMail())) {
            var page = context.newPage();
            var traffic = new Traffic(context.newCDPSession(page));
            openInbox(page);
            assertThat(page.locator(".row").count()).isEqualTo(50);
            var told = String.join("\n", traffic.all().stream().map(Asked::toString).toList());
            assertThat(traffic.all().size() + unseen(page, traffic))
                    .as(told)
                    .isLessThanOrEqualTo(REQUESTS);
            assertThat(traffic.octets("Script")).as(told).isBetween(1L, SCRIPTS);
            assertThat(traffic.octets("Stylesheet")).as(told).isBetween(1L, STYLES);
            assertThat(traffic.octets()).as(told).isBetween(20_000L, FIRST);

            traffic.forget();
            openInbox(page);
            assertThat(traffic.octets()).as("again: %s", traffic.all()).isBetween(1L, AGAIN);
        }
    }

    @Test
    void composingBringsItsOwnScriptsWhenItIsNeeded() {
        try (var context = neverHere(server.account("an"))) {
            var page = context.newPage();
            var traffic = new Traffic(context.newCDPSession(page));
            page.navigate(server.web() + "/compose");
            page.locator("#compose[data-ready]").waitFor();
            page.locator("#subject").fill("x");
            page.locator("#save-state:not(:empty)").waitFor();
            assertThat(traffic.octets("Script"))
                    .as(traffic.all().toString())
                    .isBetween(1L, SCRIPTS + SCRIPTS_OF_COMPOSING);
        }
    }
}

package org.bocau.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.bocau.mailbox.Flags;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.Role;
import org.bocau.net.HostName;
import org.bocau.reading.Departures.Outcome;
import org.bocau.remote.RemoteClient;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestAuthority;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.bocau.testing.Zone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Leaving a list by one POST over TLS (RFC 8058), to a list's server on this machine. */
@BrowserTest
class OneClickTest {
    private static final String LIST = "lists.example";

    private final TestServer server;
    private final TestAccount an;
    private final TestAuthority authority = new TestAuthority();
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final HttpsServer list;

    OneClickTest(TestServer server) throws IOException {
        this.server = server;
        this.an = server.account("an");
        var loopback = InetAddress.ofLiteral("127.0.0.1");
        this.list = HttpsServer.create(new InetSocketAddress(loopback, 0), 0);
    }

    @BeforeEach
    void open() {
        list.setHttpsConfigurator(new HttpsConfigurator(authority.issue(LIST).context()));
        list.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        list.createContext("/leave", exchange -> answer(exchange, 200));
        list.createContext("/closed", exchange -> answer(exchange, 410));
        list.createContext("/moved", this::redirect);
        list.start();
    }

    @AfterEach
    void close() {
        list.stop(0);
    }

    private void redirect(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Location", address("/leave"));
        answer(exchange, 302);
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        var content = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var fields = exchange.getRequestHeaders();
        posted.add(
                String.join(
                        " ",
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        fields.getFirst("Content-Type"),
                        content,
                        String.valueOf(fields.getFirst("Cookie"))));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private String address(String path) {
        return "https://" + LIST + ":" + list.getAddress().getPort() + path;
    }

    private void deliver(String path) throws IOException {
        deliver(path, "");
    }

    private void deliver(String path, String more) throws IOException {
        deliver(path, more, server.bean(Clock.class).instant());
    }

    private void deliver(String path, String more, Instant at) throws IOException {
        var octets = letter(path, more).getBytes(StandardCharsets.UTF_8);
        server.deliver(an.login(), octets, Flags.NONE, at);
    }

    private String letter(String path, String more) {
        return "Authentication-Results: "
                + server.bean(HostName.class).value()
                + ";\r\n\tdmarc=pass header.from=lists.example;\r\n\tdkim=pass header.d=lists.example header.s=k header.b=abcdefgh\r\n"
                + "Received: from mx.example by here; Mon, 23 Nov 2026 08:00:00 +0700\r\n"
                + "DKIM-Signature: v=1; d=lists.example; s=k; h=from:list-unsubscribe:list-unsubscribe-post; b=abcdefghijkl\r\n"
                + "From: Tin tức Hội An <news@lists.example>\r\nTo: "
                + an.login()
                + "\r\nSubject: Bản tin tuần\r\n"
                + more
                + "List-Unsubscribe: <"
                + address(path)
                + ">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\r\nChào bạn.\r\n";
    }

    private Outcome leave(int uid) throws Exception {
        var port = list.getAddress().getPort();
        var zone = new Zone().address(LIST, "127.0.0.1");
        var web = RemoteClient.onLoopback(port, zone, authority.trust());
        try {
            var departures =
                    new Departures(
                            server.bean(LetterViews.class),
                            web,
                            server.bean(ShortLetters.class),
                            server.bean(MailClient.class),
                            server.bean(LeftLists.class));
            var account = new MailAccount(an.id(), an.login(), "An");
            var inbox = server.bean(FolderStore.class).list(account).require(Role.INBOX);
            var message = server.bean(MessageReader.class).read(account, inbox, uid);
            return departures.leave(account, message);
        } finally {
            web.destroy();
        }
    }

    @Test
    @Tag("T34")
    void theListIsToldByOnePostAndTheLetterRemembersIt() throws Exception {
        deliver("/leave?u=an");
        var visitor = WebVisitor.signedIn(server, an);
        assertThat(visitor.get("/mail/inbox/1").page().select(".leaving form").text())
                .contains(LIST);

        assertThat(leave(1)).isEqualTo(Outcome.LEFT);

        assertThat(posted)
                .containsExactly(
                        "POST /leave?u=an application/x-www-form-urlencoded List-Unsubscribe=One-Click null");
        var page = visitor.get("/mail/inbox/1").page();
        assertThat(page.select("p.leaving").text()).isEqualTo("You unsubscribed on " + today());
        assertThat(page.select(".leaving summary").text()).isEqualTo("Unsubscribe again");
    }

    private String today() {
        var day = server.bean(Clock.class).instant().atZone(ZoneId.systemDefault());
        return day.format(DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.UK)) + ".";
    }

    /** By its List-Id, whatever the words before it and whoever writes. */
    @Test
    void otherLettersOfTheListSayItToo() throws Exception {
        deliver("/leave", "List-Id: Tin tức tuần 1 <Tin-Tuc.lists.example>\r\n");
        deliver("/leave", "List-Id: Tin tức tuần 2 <tin-tuc.lists.example>\r\n");
        var later = server.bean(Clock.class).instant().plus(Duration.ofDays(9));
        deliver("/leave", "List-Id: <tin-tuc.lists.example>\r\n", later);
        deliver("/leave", "List-Id: <viec-lam.lists.example>\r\n", later);
        deliver("/leave", "", later);
        assertThat(leave(1)).isEqualTo(Outcome.LEFT);

        var visitor = WebVisitor.signedIn(server, an);
        var left = "You unsubscribed on " + today();
        assertThat(said(visitor, 2)).isEqualTo(left);
        assertThat(said(visitor, 3)).isEqualTo(left + " This message came after that.");
        assertThat(said(visitor, 4)).isEmpty();
        assertThat(said(visitor, 5)).isEmpty();
        assertThat(leave(3)).as("once more").isEqualTo(Outcome.LEFT);
        assertThat(posted).hasSize(2);

        visitor.get("/mail/inbox/3");
        var wanted = visitor.submit("/mail/inbox/3/unsubscribe", "wanted", "true");
        assertThat(wanted.page().select("p.leaving")).isEmpty();
        assertThat(said(visitor, 2)).isEmpty();
        assertThat(posted).hasSize(2); // nobody was told
    }

    /** Where there is no List-Id, a list is who writes it; other people's lists stay theirs. */
    @Test
    void withoutAnIdTheSenderIsTheList() throws Exception {
        deliver("/leave");
        deliver("/leave");
        assertThat(leave(1)).isEqualTo(Outcome.LEFT);
        assertThat(said(WebVisitor.signedIn(server, an), 2)).startsWith("You unsubscribed");
        var binh = server.account("binh");
        server.deliver(binh.login(), letter("/leave", "").getBytes(StandardCharsets.UTF_8));
        assertThat(said(WebVisitor.signedIn(server, binh), 1)).isEmpty();
    }

    private static String said(WebVisitor visitor, int uid) {
        return visitor.get("/mail/inbox/" + uid).page().select("p.leaving").text();
    }

    @Test
    void itIsSaidWhereItIsLookedFor() throws Exception {
        deliver("/leave", "List-Id: <tin-tuc.lists.example>\r\n");
        var later = server.bean(Clock.class).instant().plus(Duration.ofDays(9));
        deliver("/leave", "List-Id: <tin-tuc.lists.example>\r\n", later);
        assertThat(leave(1)).isEqualTo(Outcome.LEFT);
        for (var device : Device.values()) {
            var language = device == Device.PHONE ? "vi-VN" : "en-GB";
            try (var context = TestBrowser.shared().open(device, language)) {
                var page = TestBrowser.signIn(context, server, an);
                page.navigate(server.web() + "/mail/inbox/2");
                page.click(".leaving summary");
                TestBrowser.screenshot(page, "letter-left-" + device);
                TestBrowser.requireAccessible(page);
            }
        }
    }

    @Test
    @Tag("T34")
    void aListThatDoesNotTakeItIsNoDeparture() throws Exception {
        deliver("/closed");
        deliver("/moved");
        assertThat(leave(1)).isEqualTo(Outcome.FAILED);
        assertThat(leave(2)).isEqualTo(Outcome.FAILED);
        assertThat(posted).hasSize(2); // a redirect is not followed
        var visitor = WebVisitor.signedIn(server, an);
        for (int uid = 1; uid <= 2; uid++) {
            var page = visitor.get("/mail/inbox/" + uid).page();
            assertThat(page.select(".leaving form")).hasSize(1);
        }
    }
}

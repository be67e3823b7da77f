package org.bocau.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
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
        var letter =
                "Authentication-Results: "
                        + server.bean(HostName.class).value()
                        + ";\r\n\tdmarc=pass header.from=lists.example;\r\n\tdkim=pass header.d=lists.example header.s=k header.b=abcdefgh\r\n"
                        + "Received: from mx.example by here; Mon, 23 Nov 2026 08:00:00 +0700\r\n"
                        + "DKIM-Signature: v=1; d=lists.example; s=k; h=from:list-unsubscribe:list-unsubscribe-post; b=abcdefghijkl\r\n"
                        + "From: Tin tức Hội An <news@lists.example>\r\nTo: "
                        + an.login()
                        + "\r\nSubject: Bản tin tuần\r\nList-Unsubscribe: <"
                        + address(path)
                        + ">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\r\nChào bạn.\r\n";
        server.deliver(an.login(), letter.getBytes(StandardCharsets.UTF_8));
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
                            server.bean(MailClient.class));
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
        assertThat(page.select(".leaving").text()).isEqualTo("You have asked to leave this list.");
        assertThat(page.select(".leaving form")).isEmpty();
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

package org.bocau.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bocau.account.Accounts;
import org.bocau.message.EmailAddress;
import org.bocau.message.Spools;
import org.bocau.queue.Outbound;
import org.bocau.queue.OutboundOctets;
import org.bocau.queue.OutboundQueue;
import org.bocau.queue.QueueId;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/** The queue, live sessions and the logs in the console, without scripts. */
@IntegrationTest
class OperationPagesTest {
    private final TestServer server;
    private final WebVisitor console;

    OperationPagesTest(TestServer server) {
        this.server = server;
        this.console = WebVisitor.signedIn(server, server.administrator("an"));
    }

    @Test
    void endsALiveSession() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port("imap"));
                var in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.setSoTimeout(20_000);
            assertThat(in.readLine()).startsWith("* OK");
            var an = server.administrator("an");
            socket.getOutputStream()
                    .write(
                            ("1 LOGIN " + an.login() + " " + an.password() + "\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(in.readLine()).startsWith("1 OK");

            var row =
                    console.get("/admin/sessions")
                            .page()
                            .select("tbody tr:contains(" + an.login() + ")");
            assertThat(row).hasSize(1);
            var end = row.select("form").attr("action");
            assertThat(console.submit(end).notice()).contains("is being ended");
            assertThat(in.readLine()).startsWith("* BYE");
            assertThat(in.readLine()).isNull();
        }
        assertThat(console.get("/admin/audit?q=session.end").page().text()).contains("imap");
        assertThat(console.post("/admin/sessions/nothing/end").status()).isEqualTo(404);
    }

    @Test
    void queuedMailIsHeldReleasedRetriedAndDeleted() throws IOException {
        var path = "/admin/queue/" + enqueue("<b>ada</b>@example.net").value();
        var page = console.get(path);
        assertThat(page.page().text()).contains("<b>ada</b>").contains("Waiting");
        assertThat(console.submit(path + "/hold").notice()).contains("is held");
        assertThat(console.last().page().select(".badge").text()).contains("Held");
        assertThat(console.get("/admin/queue").page().text()).contains("Held");
        console.get(path);
        assertThat(console.submit(path + "/release").notice()).contains("is released");
        assertThat(console.submit(path + "/delete").notice()).contains("has been deleted");
        assertThat(console.get(path).status()).isEqualTo(404);
        assertThat(console.get("/admin/audit?q=queue.").page().text())
                .contains("queue.hold", "queue.release", "queue.delete");
    }

    @Test
    void queuedMailIsFoundByDomainAndStateAndReturned() throws IOException {
        var path = "/admin/queue/" + enqueue("<b>bo</b>@example.net").value();
        var found = console.get("/admin/queue?q=EXAMPLE.net&state=WAITING").page();
        assertThat(found.select("tbody").text()).contains("<b>bo</b>");
        assertThat(found.select("option[selected]").text()).isEqualTo("Waiting");
        assertThat(console.get("/admin/queue?q=nowhere.example&state=").page().text())
                .contains("Nothing found");
        assertThat(console.get("/admin/queue?state=HELD").page().select("tbody").text())
                .doesNotContain("<b>bo</b>");
        assertThat(console.get("/admin/queue?state=WRONG").status()).isEqualTo(400);

        console.get(path);
        assertThat(console.submit(path + "/bounce").notice()).contains("sender has been told");
        assertThat(console.get(path).status()).isEqualTo(404);
        assertThat(console.get("/admin/audit?q=queue.bounce").page().text())
                .contains("queue.bounce");
    }

    @Test
    void allMailForADomainIsHeldReleasedReturnedAndDeleted() throws IOException {
        var domain = "d" + server.domain();
        enqueue("ada@" + domain);
        enqueue("bo@" + domain);
        var path = "/admin/queue/destinations/one";
        var list = console.get("/admin/queue/destinations?q=" + domain).page();
        assertThat(list.select("tbody th").text()).contains(domain, "2 messages");
        assertThat(list.select("tbody .badge").text()).isEqualTo("2 Waiting");

        console.get(path + "?domain=" + domain);
        assertThat(console.submit(path + "/hold").notice()).isEqualTo("2 recipients are held.");
        assertThat(console.last().page().select(".facts .badge").text()).isEqualTo("2 Held");
        assertThat(console.submit(path + "/release").notice()).contains("released");
        assertThat(console.submit(path + "/retry").notice()).contains("tried again");
        assertThat(console.submit(path + "/delete").notice()).isEqualTo("Nothing was changed.");
        assertThat(console.submit(path + "/delete", "sure", "true").notice())
                .contains("2 recipients have been deleted");
        assertThat(console.get(path + "?domain=" + domain).status()).isEqualTo(404);

        enqueue("ada@" + domain);
        console.get(path + "?domain=" + domain);
        assertThat(console.submit(path + "/bounce", "sure", "true").notice())
                .contains("1 recipient has ended");
        assertThat(console.get("/admin/audit?q=" + domain).page().text())
                .contains(
                        "queue.hold",
                        "queue.release",
                        "queue.retry",
                        "queue.delete",
                        "queue.bounce");
    }

    private QueueId enqueue(String recipient) throws IOException {
        var local = recipient.substring(0, recipient.indexOf('@'));
        var to = new EmailAddress(local, recipient.substring(recipient.indexOf('@') + 1));
        var from = EmailAddress.parse("an@" + server.domain());
        try (var spool = server.bean(Spools.class).create()) {
            try (var out = spool.out()) {
                out.write("Subject: x\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            var octets = new OutboundOctets(new byte[0], spool, 0);
            return server.bean(OutboundQueue.class)
                    .enqueue(new Outbound(null, from, List.of(to), octets, false, false, "t1"));
        }
    }

    @Test
    void signInsTellWhoTriedFromWhere() {
        assertThat(WebVisitor.of(server).signIn("an@" + server.domain(), "wrong")).isFalse();
        assertThat(console.get("/admin/sign-ins").status()).isEqualTo(200);
    }

    @Test
    void changeAndRecordStandOrFallTogether() {
        var binh = server.account("binh");
        var row = server.bean(Accounts.class).find(binh.id()).orElseThrow();
        long before = events();
        assertThatThrownBy(() ->
                        server.bean(TransactionTemplate.class)
                                .executeWithoutResult(_ -> {
                                    server.bean(AuditedAccounts.class).open("an", row, false);
                                    throw new IllegalStateException("power cut");
                                }))
                .hasMessage("power cut");
        assertThat(server.bean(Accounts.class).find(binh.id()).orElseThrow().enabled()).isTrue();
        assertThat(events()).isEqualTo(before);
    }

    private long events() {
        return server.jdbc()
                .sql("select count(*) from audit_event where subject like ?")
                .param("%@" + server.domain())
                .query(Long.class)
                .single();
    }
}

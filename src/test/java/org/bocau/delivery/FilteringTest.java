package org.bocau.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.bocau.account.AccountId;
import org.bocau.account.Directory;
import org.bocau.mailbox.Mailbox;
import org.bocau.mailbox.Mailboxes;
import org.bocau.queue.OutboundQueue;
import org.bocau.rules.Absence;
import org.bocau.rules.Filters;
import org.bocau.rules.Rule;
import org.bocau.rules.Scripts;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** What scripts decide is done: mail is filed, marked, sent on, answered, thrown away. */
@IntegrationTest
class FilteringTest {
    private final TestServer server;
    private final Scripts scripts;
    private final Mailboxes mailboxes;
    private final AccountId an;

    FilteringTest(TestServer server) {
        this.server = server;
        this.scripts = server.bean(Scripts.class);
        this.mailboxes = server.bean(Mailboxes.class);
        this.an =
                server.bean(Directory.class)
                        .accountByLogin(server.account("an").login())
                        .orElseThrow()
                        .id();
    }

    private void rule(Rule.Kind kind, String value) {
        var rule =
                new Rule(
                        "1",
                        "r",
                        true,
                        true,
                        List.of(
                                new Rule.Test(
                                        Rule.Field.SUBJECT, Rule.Operator.CONTAINS, "HÓA ĐƠN")),
                        List.of(new Rule.Deed(kind, value)),
                        false);
        scripts.save(an, Filters.NONE.with(List.of(rule)));
    }

    private void own(String script) {
        scripts.save(an, Filters.NONE.with(script, true));
    }

    private String at(String name) {
        return name + "@" + server.domain();
    }

    private void send(String from, String fields) throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            var message =
                    "From: <ada@example.net>\r\nTo: <" + at("an") + ">\r\n" + fields + "\r\nx\r\n";
            assertThat(talk.send(from, List.of(at("an")), message)).startsWith("250");
        }
    }

    private long in(String mailbox) {
        return mailboxes.find(an, mailbox).map(Mailbox::messages).orElse(-1L);
    }

    @Test
    void movesIntoAMailboxThatIsMadeForIt() throws IOException {
        rule(Rule.Kind.MOVE, "Việc/Hóa đơn");
        send("ada@example.net", "Subject: =?UTF-8?Q?h=C3=B3a_=C4=91=C6=A1n?=\r\n");
        send("ada@example.net", "Subject: other\r\n");
        assertThat(in("Việc/Hóa đơn")).isEqualTo(1);
        assertThat(in("INBOX")).isEqualTo(1);
    }

    @Test
    void discardsAndFilesTwice() throws IOException {
        own("discard;");
        send("ada@example.net", "Subject: a\r\n");
        assertThat(in("INBOX")).isZero();
        own("require [\"fileinto\", \"mailbox\"]; fileinto :create \"Copy\"; keep;");
        send("ada@example.net", "Subject: b\r\n");
        assertThat(in("INBOX")).isEqualTo(1);
        assertThat(in("Copy")).isEqualTo(1);
    }

    @Test
    void aMailboxThatIsNotThereIsInbox() throws IOException {
        own("require \"fileinto\"; fileinto \"Nowhere\";");
        send("ada@example.net", "Subject: a\r\n");
        assertThat(in("INBOX")).isEqualTo(1);
        assertThat(in("Nowhere")).isEqualTo(-1);
    }

    @Test
    void marksWhatItFiles() throws IOException {
        own("require \"imap4flags\"; addflag [\"\\\\Seen\", \"$work\"];");
        send("ada@example.net", "Subject: a\r\n");
        assertThat(mailboxes.find(an, "INBOX").orElseThrow().unseen()).isZero();
    }

    @Test
    void sendsOnUnlessItHasBeenHere() throws IOException {
        rule(Rule.Kind.FORWARD, "x@away." + server.domain());
        send("ada@example.net", "Subject: =?UTF-8?Q?h=C3=B3a_=C4=91=C6=A1n?=\r\n");
        assertThat(in("INBOX")).isEqualTo(1);
        assertThat(to("x@away." + server.domain())).isEqualTo(1);
        send(
                "ada@example.net",
                "Delivered-To: "
                        + at("an")
                        + "\r\nSubject: =?UTF-8?Q?h=C3=B3a_=C4=91=C6=A1n?=\r\n");
        assertThat(in("INBOX")).isEqualTo(2);
        assertThat(to("x@away." + server.domain())).isEqualTo(1);
    }

    private long to(String address) {
        return server.bean(OutboundQueue.class).list(null).stream()
                .filter(entry -> entry.firstRecipient().equalsIgnoreCase(address))
                .count();
    }

    @Test
    void answersOnceWhoWroteToThePersonAndNoMachine() throws IOException {
        var writer = "ada@writers." + server.domain();
        scripts.save(
                an,
                Filters.NONE.with(new Absence(true, null, null, "Đi vắng", "Tôi về thứ hai.", 7)));
        send(writer, "Subject: a\r\nAuto-Submitted: auto-generated\r\n");
        send(writer, "Subject: a\r\nList-Id: <x.y>\r\n");
        send(writer, "Subject: a\r\nPrecedence: bulk\r\n");
        send("", "Subject: a\r\n");
        assertThat(to(writer)).isZero();
        send(writer, "Subject: a\r\nMessage-ID: <1@x>\r\n");
        send(writer, "Subject: b\r\n");
        assertThat(to(writer)).isEqualTo(1);
        assertThat(in("INBOX")).isEqualTo(6);
    }
}

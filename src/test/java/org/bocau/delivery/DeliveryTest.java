package org.bocau.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bocau.account.AccountEdit;
import org.bocau.account.Accounts;
import org.bocau.mailbox.BodyKey;
import org.bocau.mailbox.StoredMessage;
import org.bocau.net.HostName;
import org.bocau.queue.OutboundQueue;
import org.bocau.queue.QueueEntry;
import org.bocau.queue.QueueRecipient;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** Where mail goes, from the socket to the rows. */
@IntegrationTest
class DeliveryTest {
    private static final String MESSAGE =
            "From: Ada <ada@example.net>\r\nSubject: hello\r\n\r\nA line.\r\n..dot\r\n";

    private final TestServer server;
    private final TestAccount an;
    private final TestAccount binh;

    DeliveryTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.binh = server.account("binh");
    }

    @Test
    void keepsTheOctetsUnderItsOwnTraceFields() throws IOException {
        fromOutside("ada@example.net", an.login());

        assertThat(TestInbox.messages(server, an))
                .singleElement()
                .asString()
                .startsWith("Return-Path: <ada@example.net>\r\nAuthentication-Results: ")
                .contains("; none\r\nReceived: from client.example ([127.0.0.1])\r\n\tby ")
                .contains(" with ESMTP id ")
                .contains("for <" + an.login() + ">")
                .endsWith(
                        "\r\nFrom: Ada <ada@example.net>\r\nSubject: hello\r\n\r\nA line.\r\n.dot\r\n");
    }

    @Test
    void storesTheBodyOnceForAllRecipients() throws IOException {
        fromOutside("ada@example.net", an.login(), binh.login());

        assertThat(body(an)).isEqualTo(body(binh));
        assertThat(TestInbox.messages(server, an).getFirst()).doesNotContain("for <");
    }

    @Test
    void recipientsNamedTwiceGetOneCopy() throws IOException {
        server.alias("sales", List.of("an", "binh"));
        fromOutside("ada@example.net", an.login(), an.login(), at("an+x"), at("sales"));

        assertThat(TestInbox.messages(server, an)).hasSize(1);
        assertThat(TestInbox.messages(server, binh)).hasSize(1);
    }

    @Test
    void followsAliasesThroughAliasesAndKeepsTheSender() throws IOException {
        server.alias("inner", List.of("binh"));
        server.alias("outer", List.of("inner", "an"));
        fromOutside("", at("outer"));

        assertThat(TestInbox.messages(server, an).getFirst()).startsWith("Return-Path: <>\r\n");
        assertThat(TestInbox.messages(server, binh).getFirst()).startsWith("Return-Path: <>\r\n");
    }

    @Test
    void deliversPlusAddressesInAnyCase() throws IOException {
        fromOutside("ada@example.net", at("AN+News"));

        assertThat(TestInbox.messages(server, an)).hasSize(1);
    }

    @Test
    void anAliasToElsewhereIsForwardedWithoutOurReturnPath() throws IOException {
        server.alias("away", List.of("x@elsewhere.example", "an"));
        fromOutside("ada@example.net", at("away"));

        assertThat(TestInbox.messages(server, an)).hasSize(1);
        var queued = queuedFor("x@elsewhere.example");
        assertThat(queued.reversePath())
                .matches("SRS0=\\w{8}=\\w\\w=example\\.net=ada@" + server.domain());
        assertThat(queuedOctets(queued))
                .startsWith("Delivered-To: " + at("away") + "\r\nAuthentication-Results: ")
                .doesNotContain("Return-Path")
                .endsWith("A line.\r\n.dot\r\n");
        assertThat(queued.octets()).isEqualTo(queuedOctets(queued).length());
    }

    @Test
    void aListServesEveryMemberOnceAndTakesNothingItHasSentItself() throws IOException {
        server.list("inner", List.of("an", "binh"));
        server.list("outer", List.of("inner", "an"));
        fromOutside("ada@example.net", at("outer"), binh.login());

        assertThat(TestInbox.messages(server, an)).hasSize(1);
        assertThat(TestInbox.messages(server, binh)).hasSize(1);
        try (var talk = SmtpTalk.mx(server)) {
            var looped = "List-Id: The staff <outer." + server.domain() + ">\r\n\r\nx\r\n";
            assertThat(talk.send("a@b.example", List.of(at("outer")), looped))
                    .startsWith("554 5.4.6");
        }
    }

    @Test
    void whoIsOverQuotaIsToldAtRcptAndAtTheEndOfTheData() throws IOException {
        var small = server.account("small", 2000);
        try (var talk = SmtpTalk.mx(server)) {
            talk.must("250", "MAIL FROM:<ada@example.net> SIZE=5000");
            talk.must("452 4.2.2", "RCPT TO:<" + small.login() + ">");
            talk.must("250", "RSET");
            var large = MESSAGE + "x".repeat(900).concat("\r\n").repeat(3);
            assertThat(talk.send("ada@example.net", List.of(an.login(), small.login()), large))
                    .startsWith("452 4.2.2");
        }
        assertThat(TestInbox.messages(server, an)).isEmpty(); // all or none
    }

    @Test
    void aListMemberOverQuotaDoesNotHoldUpTheOthers() throws IOException {
        var small = server.account("small", 100);
        server.list("staff", List.of("an", "small"));
        fromOutside("ada@example.net", at("staff"));

        assertThat(TestInbox.messages(server, an)).hasSize(1);
        assertThat(TestInbox.messages(server, small)).isEmpty();
    }

    @Test
    void disabledAccountsTakeNoMail() throws IOException {
        var accounts = server.bean(Accounts.class);
        int version = accounts.find(an.id()).orElseThrow().version();
        accounts.edit(an.id(), version, new AccountEdit("", false, false, 0, null));
        try (var talk = SmtpTalk.mx(server)) {
            talk.must("250", "MAIL FROM:<ada@example.net>");
            talk.must("550 5.2.1", "RCPT TO:<" + an.login() + ">");
        }
    }

    @Test
    void submissionCompletesTheHeaderAndHidesBcc() throws IOException {
        try (var talk = SmtpTalk.as(server, an)) {
            var to = List.of(binh.login(), "x@elsewhere3.example");
            assertThat(
                            talk.send(
                                    an.login(),
                                    to,
                                    "Subject: s\r\nBcc: secret@example.net\r\n\r\nx\r\n"))
                    .startsWith("250 2.0.0 OK ");
        }
        var arrived = TestInbox.messages(server, binh).getFirst();
        assertThat(arrived)
                .contains(";\r\n\tauth=pass smtp.auth=" + an.login() + "\r\n")
                .contains(" with ESMTPA id ")
                .contains("\r\nDate: ")
                .contains("\r\nFrom: <" + an.login() + ">\r\n")
                .contains("\r\nMessage-ID: <")
                .doesNotContain("Bcc")
                .doesNotContain("secret");
        var queued = queuedFor("x@elsewhere3.example");
        assertThat(queuedOctets(queued)).isEqualTo(arrived.substring(arrived.indexOf('\n') + 1));
        var envelope = server.bean(OutboundQueue.class).find(queued.id()).orElseThrow();
        assertThat(envelope.submitter()).isEqualTo(an.id());
        assertThat(envelope.reversePath()).isEqualTo(an.login());
    }

    @Test
    void forgedResultsWithOurNameAreTakenOut() throws IOException {
        var host = server.bean(HostName.class).value();
        var forged =
                "Authentication-Results: "
                        + host
                        + "; spf=pass\r\n"
                        + "Authentication-Results: other.example; spf=pass\r\n";
        try (var talk = SmtpTalk.mx(server)) {
            talk.send("ada@example.net", List.of(an.login()), forged + MESSAGE);
        }
        assertThat(TestInbox.messages(server, an).getFirst())
                .contains("Authentication-Results: " + host + "; none\r\n")
                .contains("Authentication-Results: other.example; spf=pass\r\n")
                .doesNotContain(host + "; spf");
    }

    @Test
    void internationalMailPasses() throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            talk.must("250", "MAIL FROM:<" + wire("thư@example.net") + "> SMTPUTF8");
            talk.must("250", "RCPT TO:<" + an.login() + ">");
            var message = wire("Subject: Thư mới\r\n\r\nChào\r\n");
            assertThat(talk.data(message + ".\r\n")).startsWith("250");
            assertThat(TestInbox.messages(server, an).getFirst())
                    .contains(" with UTF8SMTP id ")
                    .endsWith(message);
        }
    }

    private void fromOutside(String from, String... to) throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            assertThat(talk.send(from, List.of(to), MESSAGE)).startsWith("250 2.0.0 OK ");
        }
    }

    private String at(String name) {
        return name + "@" + server.domain();
    }

    private BodyKey body(TestAccount account) throws IOException {
        List<StoredMessage> stored = TestInbox.stored(server, account);
        return stored.getFirst().body();
    }

    private QueueEntry queuedFor(String address) {
        var queue = server.bean(OutboundQueue.class);
        var found = new ArrayList<QueueEntry>();
        for (var entry : queue.list(null)) {
            if (queue.recipients(entry.id()).stream()
                    .map(QueueRecipient::address)
                    .anyMatch(address::equals)) {
                found.add(entry);
            }
        }
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private String queuedOctets(QueueEntry entry) throws IOException {
        try (InputStream in = server.bean(OutboundQueue.class).open(entry.id()).orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String wire(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}

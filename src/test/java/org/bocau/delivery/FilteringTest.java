package org.bocau.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.List;
import org.bocau.account.AccountId;
import org.bocau.account.Directory;
import org.bocau.filter.Failure;
import org.bocau.mailbox.Mailbox;
import org.bocau.mailbox.Mailboxes;
import org.bocau.queue.OutboundQueue;
import org.bocau.rules.Absence;
import org.bocau.rules.Filters;
import org.bocau.rules.Rule;
import org.bocau.rules.ScriptFailures;
import org.bocau.rules.Scripts;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestInbox;
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

    /** Keywords come from strangers where a script takes them from a header. */
    @Test
    void aMailboxWithAllItsKeywordsStillTakesMail() throws IOException {
        own(
                "require [\"imap4flags\", \"variables\"];"
                        + " if header :matches \"X-Word\" \"*\" { addflag \"${1}\"; }");
        for (int from = 0; from < 300; from += 60) {
            var words = new StringBuilder("X-Word:");
            for (int i = from; i < from + 60; i++) words.append(" w").append(i);
            send("ada@example.net", words + "\r\nSubject: a\r\n");
        }
        assertThat(in("INBOX")).isEqualTo(5);
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

    private AccountId account(String name) {
        return server.bean(Directory.class)
                .accountByLogin(server.account(name).login())
                .orElseThrow()
                .id();
    }

    private void own(String name, String script) {
        scripts.save(account(name), Filters.NONE.with(script, true));
    }

    private long in(String name, String mailbox) {
        return mailboxes.find(account(name), mailbox).map(Mailbox::messages).orElse(-1L);
    }

    @Test
    void whoGetsItByARedirectHasAScriptToo() throws IOException {
        own("redirect \"" + at("binh") + "\";");
        own("binh", "require [\"fileinto\", \"mailbox\"]; fileinto :create \"Từ An\";");
        send("ada@example.net", "Subject: a\r\n");
        assertThat(in("INBOX")).isZero();
        assertThat(in("binh", "Từ An")).isEqualTo(1);
        assertThat(in("binh", "INBOX")).isZero();
    }

    /** However they send it to each other, nothing is lost and nothing turns round for ever. */
    @Test
    void aRingOfRedirectsEnds() throws IOException {
        own("redirect \"" + at("binh") + "\";");
        own("binh", "redirect \"" + at("chi") + "\";");
        own("chi", "redirect \"" + at("an") + "\";");
        send("ada@example.net", "Subject: a\r\n");
        assertThat(in("INBOX")).isZero();
        assertThat(in("binh", "INBOX")).isZero();
        assertThat(in("chi", "INBOX")).isEqualTo(1);
        try (var talk = SmtpTalk.mx(server)) { // all of them get it, and each sends it on
            var all = List.of(at("an"), at("binh"), at("chi"));
            assertThat(talk.send("ada@example.net", all, "Subject: b\r\n\r\nx\r\n"))
                    .startsWith("250");
        }
        assertThat(in("INBOX") + in("binh", "INBOX") + in("chi", "INBOX")).isEqualTo(2);
    }

    @Test
    void anAliasOfOnesOwnIsALoop() throws IOException {
        server.alias("me", List.of("an"));
        own("redirect \"" + at("me") + "\";");
        send("ada@example.net", "Subject: a\r\n");
        assertThat(in("INBOX")).isEqualTo(1);
    }

    @Test
    void aFullMailboxElsewhereIsNotTheSendersAffair() throws IOException {
        server.account("full", 10);
        own("redirect \"" + at("full") + "\";");
        send("ada@example.net", "Subject: a\r\n");
        assertThat(in("INBOX")).isEqualTo(1);
    }

    private static final String REFUSES = "require \"ereject\"; ereject \"Không nhận thư này\";";

    private String sent(String from, List<String> to) throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            return talk.send(from, to, "From: <" + from + ">\r\nSubject: r\r\n\r\nx\r\n");
        }
    }

    @Test
    void whatAllRefuseIsRefusedAtTheEndOfTheData() throws IOException {
        own(REFUSES);
        own("binh", REFUSES);
        assertThat(sent("ada@example.net", List.of(at("an"))))
                .isEqualTo("550 5.7.1 <" + at("an") + "> Khong nhan thu nay");
        assertThat(sent("", List.of(at("an"), at("binh")))).startsWith("550 5.7.1 ");
        own("require \"reject\"; reject \"不要\";");
        assertThat(sent("ada@example.net", List.of(at("an"))))
                .isEqualTo("550 5.7.1 <" + at("an") + "> The recipient refuses this message");
        assertThat(in("INBOX")).isZero();
    }

    /** A stranger who may be forged hears nothing of it, and nothing is lost. */
    @Test
    void whatOnlySomeRefuseIsKeptWhenNobodyCanBeTold() throws IOException {
        own(REFUSES);
        server.account("binh");
        assertThat(sent("ada@example.net", List.of(at("an"), at("binh")))).startsWith("250");
        assertThat(in("INBOX")).isEqualTo(1);
        assertThat(in("binh", "INBOX")).isEqualTo(1);
    }

    @Test
    void aUserIsToldWhoRefuses() throws IOException {
        own(REFUSES);
        server.account("binh");
        var sender = server.account("chi");
        try (var talk = SmtpTalk.as(server, sender)) {
            var message = "From: <" + at("chi") + ">\r\nSubject: r\r\n\r\nx\r\n";
            var all = List.of(at("an"), at("binh"));
            assertThat(talk.send(at("chi"), all, message)).startsWith("250");
        }
        assertThat(in("INBOX")).isZero();
        assertThat(in("binh", "INBOX")).isEqualTo(1);
        assertThat(in("chi", "INBOX")).isEqualTo(1);
        assertThat(TestInbox.messages(server, sender).getFirst())
                .contains("Action: failed", "Status: 5.7.1", at("an"))
                .doesNotContain(at("binh"));
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

    /** RFC 5230 §4.4, §4.7; as somebody else nobody answers. */
    @Test
    void answersWithAPartAndAsAnAddressOfTheirs() throws IOException {
        server.alias("office", List.of("an"));
        var chi = server.account("chi");
        var part = "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Đi vắng</p>\r\n";
        for (var from : List.of("office", "chi")) {
            own(
                    "require [\"vacation\", \"variables\"]; set \"o\" \"%s\"; vacation :handle \"%1$s\" :mime :from \"Văn phòng <${o}>\" \"%s\";"
                            .formatted(at(from), part));
            try (var talk = SmtpTalk.as(server, chi)) {
                var message = "From: <" + at("chi") + ">\r\nTo: <" + at("an") + ">\r\n\r\nx\r\n";
                assertThat(talk.send(at("chi"), List.of(at("an")), message)).startsWith("250");
            }
        }
        assertThat(TestInbox.messages(server, chi))
                .hasSize(2)
                .allSatisfy(answer ->
                        assertThat(answer)
                                .startsWith("Return-Path: <>\r\n")
                                .containsOnlyOnce("MIME-Version: 1.0\r\n")
                                .containsOnlyOnce("Content-Type: text/html; charset=utf-8\r\n")
                                .contains("Content-Transfer-Encoding: 8bit\r\n\r\n<p>"));
        assertThat(TestInbox.messages(server, chi).getFirst())
                .containsPattern("From: .*<" + at("office") + ">");
        assertThat(TestInbox.messages(server, chi).getLast())
                .containsPattern("From: .*<?" + at("an") + ">?\r\n");
    }

    @Test
    void aScriptThatFailsKeepsAndIsCountedAndNoted() throws IOException {
        own("require [\"reject\", \"fileinto\"]; reject \"no\"; fileinto \"x\";");
        double before = failures();
        send("ada@example.net", "Subject: a\r\n");
        send("ada@example.net", "Subject: b\r\n");
        assertThat(in("INBOX")).isEqualTo(2);
        assertThat(failures()).isEqualTo(before + 2);
        assertThat(server.bean(ScriptFailures.class).last(an).orElseThrow().reason())
                .isEqualTo(Failure.REFUSED_AND_MORE);
        own("keep;");
        assertThat(server.bean(ScriptFailures.class).last(an)).isEmpty();
    }

    private double failures() {
        return server.bean(MeterRegistry.class)
                .counter("bocau.rules.failures", "reason", "refused-and-more")
                .count();
    }

    @Test
    void answersWhatCameThroughAnAliasOfTheirs() throws IOException {
        server.account("binh");
        server.alias("an.nguyen", List.of("an"));
        server.alias("team", List.of("an", "binh"));
        scripts.save(
                an, Filters.NONE.with(new Absence(true, null, null, "Đi vắng", "Xin chào.", 7)));
        var one = "ada@writers." + server.domain();
        var two = "grace@writers." + server.domain();
        for (var to : List.of("team", "an.nguyen")) {
            try (var talk = SmtpTalk.mx(server)) {
                var writer = to.equals("team") ? two : one;
                var message = "From: <" + writer + ">\r\nTo: <" + at(to) + ">\r\n\r\nx\r\n";
                assertThat(talk.send(writer, List.of(at(to)), message)).startsWith("250");
            }
        }
        assertThat(to(one)).isEqualTo(1);
        assertThat(to(two)).isZero(); // the others are there
    }
}

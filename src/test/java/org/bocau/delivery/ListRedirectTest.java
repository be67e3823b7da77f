package org.bocau.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.bocau.account.AccountId;
import org.bocau.account.Destination;
import org.bocau.account.Directory;
import org.bocau.account.Subscriptions;
import org.bocau.message.EmailAddress;
import org.bocau.queue.OutboundQueue;
import org.bocau.queue.QueueEntry;
import org.bocau.rules.Filters;
import org.bocau.rules.Scripts;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/**
 * What a member's script sends on is the list's message: with its fields, and with its envelope
 * sender, so that what comes back is counted for the member and never reaches the author. RFC 5228
 * §4.2, RFC 5321 §3.9.2.
 */
@IntegrationTest
class ListRedirectTest {
    private static final String ADA = "ada@example.net";
    private static final String MESSAGE =
            "From: Ada <ada@example.net>\r\nSubject: Hop to dan pho\r\n\r\nx\r\n";

    private final TestServer server;
    private final TestAccount an;
    private final TestAccount chi;
    private final String away;

    ListRedirectTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.chi = server.account("chi");
        server.account("binh");
        this.away = "an@away." + server.domain();
        server.list("staff", List.of("an", "binh"));
    }

    private void own(TestAccount account, String script) {
        AccountId id =
                server.bean(Directory.class).accountByLogin(account.login()).orElseThrow().id();
        server.bean(Scripts.class).save(id, Filters.NONE.with(script, true));
    }

    private String at(String name) {
        return name + "@" + server.domain();
    }

    private void post(String... recipients) throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            assertThat(talk.send(ADA, List.of(recipients), MESSAGE)).startsWith("250");
        }
    }

    /** Whoever among the members has this token. */
    private String memberOf(String reversePath) {
        var list =
                (Destination.MailingList)
                        server.bean(Routing.class).find(EmailAddress.parse(at("staff")));
        var token = reversePath.replaceFirst("^staff-bounces\\+(.*)@.*$", "$1");
        return server.bean(Subscriptions.class)
                .byToken(list.id(), token)
                .orElseThrow()
                .address()
                .toString();
    }

    private QueueEntry sentOn(String address) {
        return server.bean(OutboundQueue.class).list(null).stream()
                .filter(entry -> entry.firstRecipient().equals(address))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing is queued for " + address));
    }

    @Test
    void whatGoesElsewhereHasTheListsSenderAndFields() throws IOException {
        own(an, "redirect \"" + away + "\";");
        try (var talk = SmtpTalk.mx(server)) {
            talk.must("250", "MAIL FROM:<" + ADA + "> ENVID=tet RET=FULL");
            talk.must("250", "RCPT TO:<" + at("staff") + "> NOTIFY=SUCCESS,FAILURE,DELAY");
            assertThat(talk.data(MESSAGE + ".\r\n")).startsWith("250");
        }
        var entry = sentOn(away);
        assertThat(entry.reversePath())
                .matches("staff-bounces\\+\\w+-[a-z2-7]{16}@" + Pattern.quote(server.domain()));
        assertThat(memberOf(entry.reversePath())).isEqualTo(an.login());
        try (var in = server.bean(OutboundQueue.class).open(entry.id()).orElseThrow()) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("Delivered-To: " + an.login() + "\r\n")
                    .contains("\r\nList-Id: <staff." + server.domain() + ">\r\n")
                    .contains("\r\nDelivered-To: " + at("staff") + "\r\n")
                    .doesNotContain("Return-Path:")
                    .containsOnlyOnce("List-Id:")
                    .endsWith(MESSAGE);
        }
        assertThat(
                        server.jdbc()
                                .sql(
                                        """
                                        select r.notify || coalesce(m.envid, '') || coalesce(m.ret, '')
                                          from queue_recipient r join queue_message m on m.id = r.message_id
                                         where r.address = ?
                                        """)
                                .param(away)
                                .query(String.class)
                                .single())
                .as("what the author asked for is the list's affair")
                .isEmpty();
        assertThat(TestInbox.messages(server, an)).isEmpty();
    }

    @Test
    void whatComesBackIsCountedForTheMember() throws IOException {
        own(an, "require \"copy\"; redirect :copy \"" + away + "\";");
        post(at("staff"));
        assertThat(TestInbox.messages(server, an)).hasSize(1);
        var report =
                """
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example

                Final-Recipient: rfc822; %s
                Action: failed
                Status: 5.1.1

                --b--
                """
                        .formatted(away)
                        .replace("\n", "\r\n");
        try (var talk = SmtpTalk.mx(server)) {
            assertThat(talk.send("", List.of(sentOn(away).reversePath()), report))
                    .startsWith("250");
        }
        var list =
                (Destination.MailingList)
                        server.bean(Routing.class).find(EmailAddress.parse(at("staff")));
        assertThat(server.bean(Subscriptions.class).troubled(list.id()))
                .singleElement()
                .matches(state -> state.weeks() == 1 && !state.suspended());
    }

    /** From script to script it stays the list's. */
    @Test
    void whatStaysHereIsTheMembersCopy() throws IOException {
        own(an, "redirect \"" + chi.login() + "\";");
        own(chi, "require \"copy\"; redirect :copy \"" + away + "\";");
        post(at("staff"));
        assertThat(TestInbox.messages(server, an)).isEmpty();
        assertThat(TestInbox.messages(server, chi))
                .singleElement()
                .asString()
                .startsWith("Return-Path: <staff-bounces+")
                .contains("\r\nList-Id: <staff.");
        assertThat(memberOf(sentOn(away).reversePath())).isEqualTo(an.login());
    }

    @Test
    void scriptsSeeTheSenderThatTheirCopyHas() throws IOException {
        own(
                an,
                """
                require ["envelope", "fileinto", "mailbox"];
                if envelope :localpart :matches "from" "staff-bounces+*" { fileinto :create "Lists"; }
                """);
        post(at("staff"));
        assertThat(TestInbox.messages(server, an)).isEmpty();
    }

    @Test
    void whatIsSentToTheMemberHimselfLeavesWithItsAuthorsSender() throws IOException {
        own(an, "redirect \"" + away + "\";");
        post(an.login(), at("staff"));
        assertThat(sentOn(away).reversePath()).startsWith("SRS0=").contains("=ada@");
    }

    /** Back to the list, or to another one, it does not go: the member keeps it. */
    @Test
    void noListTakesAListsCopy() throws IOException {
        server.list("others", List.of("chi"));
        for (var list : List.of("staff", "others")) {
            own(an, "redirect \"" + at(list) + "\";");
            post(at("staff"));
        }
        assertThat(TestInbox.messages(server, an)).hasSize(2);
        assertThat(TestInbox.messages(server, chi)).isEmpty();
    }
}

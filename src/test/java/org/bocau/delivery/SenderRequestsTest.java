package org.bocau.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bocau.account.MailingListSettings;
import org.bocau.account.MailingLists;
import org.bocau.account.Posting;
import org.bocau.message.EmailAddress;
import org.bocau.message.Notify;
import org.bocau.queue.LocalDelivery;
import org.bocau.queue.OutboundQueue;
import org.bocau.queue.OutboundRecipient;
import org.bocau.queue.QueueId;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a sender may ask for beside delivery, from the commands to the rows. */
@IntegrationTest
class SenderRequestsTest {
    private static final String TEXT = "Subject: hello\r\n\r\nA line.\r\n";

    private final TestServer server;
    private final TestAccount an;
    private final TestAccount binh;

    SenderRequestsTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.binh = server.account("binh");
    }

    @Test
    void whatWasAskedForTravelsOn() throws IOException {
        submit(
                " RET=HDRS ENVID=QQ+2B1",
                List.of(
                        "<x@y.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;Bob@y.example",
                        "<z@y.example>"));

        var message = queued();
        assertThat(message).containsEntry("ret", "HDRS").containsEntry("envid", "QQ+2B1");
        assertThat(message).containsEntry("require_tls", false).containsEntry("binary_mime", false);
        assertThat(recipients(message))
                .extracting(r -> r.get("address"), r -> r.get("notify"), r -> r.get("orcpt"))
                .containsExactly(
                        tuple("x@y.example", "SUCCESS,DELAY", "rfc822;Bob@y.example"),
                        tuple("z@y.example", "", null));
    }

    /** RFC 8689 §3. */
    @Test
    void thatTlsIsNotRequiredTravelsOn() throws IOException {
        assertThat(tlsOptional("TLS-Required: No\r\n")).isTrue();
        assertThat(tlsOptional("tls-required: no\r\n")).isTrue();
        assertThat(tlsOptional("TLS-Required: Yes\r\n")).isFalse();
        assertThat(tlsOptional("TLS-Required: No\r\nTLS-Required: No\r\n")).isFalse();
    }

    private boolean tlsOptional(String field) throws IOException {
        try (var talk = SmtpTalk.as(server, an)) {
            talk.envelope(an.login(), List.of("x@y.example"));
            assertThat(talk.data(field + TEXT + ".\r\n")).startsWith("250");
        }
        return server.jdbc()
                .sql(
                        "select tls_optional from queue_message where account_id = ? order by id desc limit 1")
                .param(an.id().value())
                .query(Boolean.class)
                .single();
    }

    @Test
    void whatStrangersAskForTravelsThroughAnAlias() throws IOException {
        server.alias("one", List.of("x@y.example"));
        server.alias("two", List.of("x@y.example", "an"));
        fromOutside("one", " NOTIFY=SUCCESS,FAILURE");
        fromOutside("two", " NOTIFY=SUCCESS,FAILURE");

        assertThat(
                        server.jdbc()
                                .sql(
                                        """
                                        select r.notify from queue_recipient r join queue_message m on m.id = r.message_id
                                         where m.reverse_path like ? and r.address = 'x@y.example' order by m.id
                                        """)
                                .param("%" + server.domain() + "%")
                                .query(String.class)
                                .list())
                .containsExactly("SUCCESS,FAILURE", "FAILURE"); // several: told of once, if at all
    }

    @Test
    void mailOfAListIsTheListsOwn() throws IOException {
        server.list("staff", List.of("an", "x@y.example"));
        submit(" RET=FULL ENVID=1", List.of("<staff@" + server.domain() + "> NOTIFY=SUCCESS"));

        var row =
                server.jdbc()
                        .sql(
                                """
                                select m.ret, m.envid, r.notify from queue_message m join queue_recipient r on m.id = r.message_id
                                 where m.reverse_path like ? and r.address = 'x@y.example'
                                """)
                        .param("staff%@" + server.domain())
                        .query()
                        .singleRow();
        assertThat(row).containsEntry("ret", null).containsEntry("envid", null);
        assertThat(row).containsEntry("notify", "");
    }

    @Test
    void successIsToldToUsers() throws IOException {
        submit(
                " RET=HDRS ENVID=QQ+2B1",
                List.of(
                        "<" + binh.login() + "> NOTIFY=SUCCESS ORCPT=rfc822;Binh@b.example",
                        "<" + an.login() + "> NOTIFY=FAILURE"));

        assertThat(TestInbox.messages(server, binh)).hasSize(1);
        assertThat(TestInbox.messages(server, an))
                .hasSize(2)
                .filteredOn(m -> m.startsWith("Return-Path: <>\r\n"))
                .singleElement()
                .asString()
                .contains("Original-Envelope-Id: QQ+1\r\n", "Action: delivered\r\n")
                .contains("Original-Recipient: rfc822; Binh@b.example\r\n")
                .contains("Final-Recipient: rfc822; " + binh.login() + "\r\n")
                .contains("Status: 2.1.5\r\n")
                .doesNotContain("rfc822; " + an.login())
                .doesNotContain("A line.");
    }

    /** RFC 3461 §5.2.7.2 and §5.2.7.3: one address stands for another, or for several. */
    @Test
    void successOfAnAliasIsToldByWhoKnowsOfIt() throws IOException {
        server.alias("single", List.of("binh"));
        server.alias("away", List.of("x@y.example"));
        server.alias("both", List.of("binh", "x@z.example"));
        var at = "@" + server.domain() + "> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;";
        submit("", List.of("<single" + at + "1@b.example"));
        submit("", List.of("<away" + at + "2@b.example"));
        submit("", List.of("<both" + at + "3@b.example"));

        var reports =
                TestInbox.messages(server, an).stream()
                        .filter(m -> m.startsWith("Return-Path: <>\r\n"))
                        .toList();
        assertThat(reports).hasSize(2);
        assertThat(reports.getFirst())
                .contains("Original-Recipient: rfc822; 1@b.example\r\n", "Action: delivered\r\n");
        assertThat(reports.getLast())
                .contains("Original-Recipient: rfc822; 3@b.example\r\n", "Action: expanded\r\n")
                .contains("Final-Recipient: rfc822; both@" + server.domain() + "\r\n")
                .doesNotContain("z.example");
        assertThat(
                        server.jdbc()
                                .sql(
                                        """
                                        select r.address || ' ' || r.notify || ' ' || r.orcpt
                                          from queue_recipient r join queue_message m on m.id = r.message_id
                                         where m.reverse_path = ? order by m.id
                                        """)
                                .param(an.login())
                                .query(String.class)
                                .list())
                .containsExactly(
                        "x@y.example SUCCESS,FAILURE rfc822;2@b.example",
                        "x@z.example FAILURE rfc822;3@b.example");
    }

    /** S09: their reverse-path is anybody's. */
    @Test
    void successIsNotToldToStrangers() throws IOException {
        long before = server.bean(OutboundQueue.class).size();
        fromOutside("an", " NOTIFY=SUCCESS");
        try (var talk = SmtpTalk.mx(server)) {
            talk.must("250", "MAIL FROM:<" + binh.login() + ">");
            talk.must("250", "RCPT TO:<" + an.login() + "> NOTIFY=SUCCESS");
            assertThat(talk.data(TEXT + ".\r\n")).startsWith("250");
        }
        assertThat(TestInbox.messages(server, binh)).isEmpty();
        assertThat(server.bean(OutboundQueue.class).size()).isEqualTo(before);
    }

    @Test
    void aMessageForLaterWaitsForPeopleHereToo() throws IOException {
        var now = server.bean(Clock.class).instant();
        submit(" HOLDFOR=3600", List.of("<" + binh.login() + "> NOTIFY=SUCCESS", "<x@y.example>"));

        assertThat(TestInbox.messages(server, binh)).isEmpty();
        var message = queued();
        var until = ((Timestamp) Objects.requireNonNull(message.get("hold_until")));
        assertThat(until.toInstant())
                .isBetween(now.plus(Duration.ofMinutes(59)), now.plus(Duration.ofMinutes(61)));
        assertThat(recipients(message))
                .extracting(r -> r.get("address"))
                .containsExactly(binh.login(), "x@y.example");

        var answers = release(message, binh.login(), "nobody@" + server.domain());

        assertThat(answers.values())
                .extracting(LocalDelivery.Answer::code)
                .containsExactlyInAnyOrder(250, 550);
        assertThat(TestInbox.messages(server, binh))
                .singleElement()
                .asString()
                .startsWith("Return-Path: <" + an.login() + ">\r\n")
                .endsWith("\r\n\r\nA line.\r\n");
    }

    /** Who may not, or has no room, does not keep it from the others; who sent it counts still. */
    @Test
    void oneWhoRefusesAMessageForLaterStandsForNobodyElse() throws IOException {
        list("members", Posting.MEMBERS, an);
        list("owners", Posting.OWNERS, binh);
        var to = Stream.of("members", "owners").map(name -> name + "@" + server.domain()).toList();
        submit(" HOLDFOR=3600", List.of("<" + binh.login() + ">"));

        var answers = release(queued(), binh.login(), to.get(0), to.get(1));

        assertThat(answers.entrySet())
                .extracting(
                        answer -> answer.getKey().toString(), answer -> answer.getValue().code())
                .containsExactlyInAnyOrder(
                        tuple(binh.login(), 250), tuple(to.get(0), 250), tuple(to.get(1), 550));
        assertThat(TestInbox.messages(server, binh)).hasSize(1);
        assertThat(TestInbox.messages(server, an)) // beside the notices that were asked for
                .filteredOn(copy -> copy.startsWith("Return-Path: <members-bounces+"))
                .hasSize(1);
    }

    private void list(String name, Posting posting, TestAccount member) {
        var members = List.of(EmailAddress.parse(member.login()));
        server.bean(MailingLists.class)
                .create(
                        EmailAddress.parse(name + "@" + server.domain()),
                        new MailingListSettings(name, members, posting, List.of()));
    }

    private Map<EmailAddress, LocalDelivery.Answer> release(
            Map<String, @Nullable Object> message, String... to) throws IOException {
        var queue = server.bean(OutboundQueue.class);
        var id = new QueueId((Long) Objects.requireNonNull(message.get("id")));
        var recipients =
                List.of(to).stream()
                        .map(a ->
                                new OutboundRecipient(
                                        EmailAddress.parse(a), Notify.parse("SUCCESS"), null))
                        .toList();
        try (var octets = queue.open(id).orElseThrow()) {
            return server.bean(LocalDelivery.class)
                    .deliver(
                            queue.find(id).orElseThrow(),
                            EmailAddress.parse(an.login()),
                            recipients,
                            new ByteArrayInputStream(octets.readAllBytes()),
                            _ -> {});
        }
    }

    /** RFC 4865 §4: a time that has passed is now. */
    @Test
    void aTimeThatHasPassedIsNow() throws IOException {
        var past = Instant.parse("2020-01-01T00:00:00Z");
        submit(" HOLDUNTIL=" + past, List.of("<" + binh.login() + ">"));

        assertThat(TestInbox.messages(server, binh)).hasSize(1);
    }

    private void submit(String parameters, List<String> recipients) throws IOException {
        try (var talk = SmtpTalk.as(server, an)) {
            talk.must("250", "MAIL FROM:<" + an.login() + ">" + parameters);
            for (var recipient : recipients) {
                talk.must("250", "RCPT TO:" + recipient);
            }
            assertThat(talk.data(TEXT + ".\r\n")).startsWith("250");
        }
    }

    private void fromOutside(String to, String parameters) throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            talk.must("250", "MAIL FROM:<ada@" + server.domain() + ".test>");
            talk.must("250", "RCPT TO:<" + to + "@" + server.domain() + ">" + parameters);
            assertThat(talk.data(TEXT + ".\r\n")).startsWith("250");
        }
    }

    /** The only message that {@link #an} has in the queue. */
    private Map<String, @Nullable Object> queued() {
        return server.jdbc()
                .sql("select * from queue_message where account_id = ?")
                .param(an.id().value())
                .query()
                .singleRow();
    }

    private List<Map<String, @Nullable Object>> recipients(Map<String, @Nullable Object> message) {
        return server.jdbc()
                .sql("select * from queue_recipient where message_id = ? order by number")
                .param(message.get("id"))
                .query()
                .listOfRows();
    }
}

package org.bocau.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.bocau.account.Destination;
import org.bocau.account.MailingListId;
import org.bocau.account.MailingListSettings;
import org.bocau.account.MailingLists;
import org.bocau.account.Posting;
import org.bocau.account.Subscriptions;
import org.bocau.message.EmailAddress;
import org.bocau.message.Spools;
import org.bocau.queue.OutboundQueue;
import org.bocau.queue.QueueEntry;
import org.bocau.queue.QueueScope;
import org.bocau.queue.Returning;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.bocau.testing.Zone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mailing lists from the socket: what members get, who may post, who leaves, what comes back. */
@IntegrationTest
class MailingListTest {
    private static final String MESSAGE =
            """
            From: Ada <ada@example.net>
            List-Post: <mailto:other@lists.example>
            Subject: hello

            A line.
            """
                    .replace("\n", "\r\n");

    private final TestServer server;
    private final TestAccount an;
    private final TestAccount binh;

    MailingListTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.binh = server.account("binh");
    }

    @Test
    void eachMemberGetsACopyOfItsOwnWithTheFieldsOfTheList() throws IOException {
        server.list("staff", List.of("an", "binh", outside("x")));
        fromOutside("ada@example.net", at("staff"));

        var copy = TestInbox.messages(server, an).getFirst();
        assertThat(copy)
                .startsWith("Return-Path: <staff-bounces+")
                .contains("\r\nList-Id: <staff." + server.domain() + ">\r\n")
                .contains("\r\nList-Post: <mailto:" + at("staff") + ">\r\n")
                .contains("\r\nList-Help: <mailto:" + at("staff-request") + "?subject=help>\r\n")
                .contains("\r\nList-Owner: <mailto:" + at("staff-owner") + ">\r\n")
                .contains("\r\nList-Unsubscribe: <mailto:staff-request+")
                .contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n")
                .contains("\r\nPrecedence: list\r\nDelivered-To: " + at("staff") + "\r\n")
                .containsOnlyOnce("Return-Path:")
                .containsOnlyOnce("List-Post:")
                .endsWith("From: Ada <ada@example.net>\r\nSubject: hello\r\n\r\nA line.\r\n");
        assertThat(unsubscribe(copy))
                .isNotEqualTo(unsubscribe(TestInbox.messages(server, binh).getFirst()));

        var queued = queuedFor(outside("x")).getFirst();
        assertThat(queued.reversePath())
                .matches("staff-bounces\\+\\w+-[a-z2-7]{16}@" + Pattern.quote(server.domain()));
        assertThat(octets(queued)).startsWith("List-Id: <staff.").doesNotContain("Return-Path");
    }

    @Test
    void allShareOneCopyWhereTheirOwnWouldTakeTooMuchRoom() throws IOException {
        var list = list("staff", Posting.ANYBODY, "an", "binh");
        var members = server.bean(Subscriptions.class).active(list.id());
        try (var spool = server.bean(Spools.class).create()) {
            try (var out = spool.out()) {
                out.write(("Return-Path: <>\r\n" + MESSAGE).getBytes(StandardCharsets.US_ASCII));
            }
            var found = server.bean(Routing.class).find(list.address());
            var inbound =
                    new Inbound(
                            new Origin.Peer(InetAddress.getLoopbackAddress(), "x", "t"),
                            null,
                            List.of(new Recipient(list.address(), found)),
                            spool,
                            17,
                            false,
                            false);
            try (var copies =
                    ListCopies.of(
                            (Destination.MailingList) found,
                            inbound,
                            server.bean(ListFields.class),
                            server.bean(Spools.class),
                            server.bean(DomainKeys.class),
                            members,
                            100)) {
                assertThat(copies.own()).isFalse();
                assertThat(copies.filed(members.get(0))).isSameAs(copies.filed(members.get(1)));
                assertThat(copies.reversePath(members.get(0)))
                        .isEqualTo(copies.reversePath(members.get(1)));
                assertThat(
                                new String(
                                        copies.filed(members.get(0)).parsed().header(),
                                        StandardCharsets.US_ASCII))
                        .contains("List-Unsubscribe: <mailto:staff-request@")
                        .doesNotContain("One-Click");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-replied",
                "Auto-Submitted: auto-generated (cron)",
                "Precedence: bulk",
                "precedence: LIST",
                "Content-Type: multipart/report; boundary=b"
            })
    void whatMachinesWriteIsNotSentOn(String field) throws IOException {
        server.list("staff", List.of("an"));
        try (var talk = SmtpTalk.mx(server)) {
            assertThat(talk.send("a@b.example", List.of(at("staff")), field + "\r\n\r\nx\r\n"))
                    .startsWith("550 5.7.1");
            assertThat(talk.send("", List.of(at("staff")), MESSAGE)).startsWith("550 5.7.1");
            assertThat(talk.send("a@b.example", List.of(at("staff")), "Auto-Submitted: no\r\n\r\n"))
                    .startsWith("250");
        }
        assertThat(TestInbox.messages(server, an)).hasSize(1);
    }

    @Test
    void whatHasBeenThroughTheListIsALoop() throws IOException {
        server.list("staff", List.of("an"));
        try (var talk = SmtpTalk.mx(server)) {
            for (var field :
                    List.of(
                            "List-Id: Staff <STAFF." + server.domain() + ">",
                            "Delivered-To: " + at("staff"))) {
                assertThat(talk.send("a@b.example", List.of(at("staff")), field + "\r\n\r\nx\r\n"))
                        .startsWith("554 5.4.6");
            }
        }
    }

    @Test
    void aListWithinAListDoesNotGetWhatHasBeenThroughIt() throws IOException {
        server.list("inner", List.of("an"));
        server.list("outer", List.of("inner", "binh"));
        try (var talk = SmtpTalk.mx(server)) {
            var passed = "Delivered-To: " + at("inner") + "\r\n\r\nx\r\n";
            assertThat(talk.send("a@b.example", List.of(at("outer")), passed)).startsWith("250");
        }

        assertThat(TestInbox.messages(server, an)).isEmpty();
        assertThat(TestInbox.messages(server, binh)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Posting.class)
    void onlyWhoMayPostIsSentOn(Posting posting) throws IOException {
        var chief = server.account("chief");
        var guest = server.account("guest");
        list("staff", posting, "an", "ada@example.net");

        assertThat(post(chief)).as("an owner").startsWith("250");
        assertThat(post(an)).as("a member").startsWith(is(posting != Posting.OWNERS));
        assertThat(post(guest))
                .as("somebody else of the domain")
                .startsWith(is(posting == Posting.DOMAIN || posting == Posting.ANYBODY));
        try (var talk = SmtpTalk.mx(server)) {
            assertThat(talk.send("ada@example.net", List.of(at("staff")), MESSAGE))
                    .as("a member elsewhere")
                    .startsWith(is(posting == Posting.MEMBERS || posting == Posting.ANYBODY));
            var forged = "From: <" + an.login() + ">\r\n\r\nx\r\n";
            assertThat(talk.send(an.login(), List.of(at("staff")), forged))
                    .as("a stranger who says he is a member")
                    .startsWith(is(posting == Posting.ANYBODY));
        }
    }

    @Test
    void whoOnlySaysToBeAMemberElsewhereMayNotPost() throws IOException {
        var ada = outside("ada");
        var message = "From: <" + ada + ">\r\nSubject: s\r\n\r\nx\r\n";
        list("staff", Posting.MEMBERS, "an", ada);
        server.bean(Zone.class)
                .txt("elsewhere." + server.domain(), "v=spf1 ip4:127.1.2.3 -all")
                .txt("_dmarc.elsewhere." + server.domain(), "v=DMARC1; p=quarantine");
        try (var forger = SmtpTalk.stranger(server, "127.1.2.4");
                var herself = SmtpTalk.stranger(server, "127.1.2.3")) {
            forger.must("250", "EHLO client.example");
            assertThat(forger.send(ada, List.of(at("staff")), message)).startsWith("550 5.7.1");
            herself.must("250", "EHLO client.example");
            assertThat(herself.send(ada, List.of(at("staff")), message)).startsWith("250");
        }
        assertThat(TestInbox.messages(server, an)).hasSize(1);
    }

    /** Whose key cannot be had now may be a member: refused for good he would be lost. */
    @Test
    void whoeverCannotBeToldNowTriesAgain() throws IOException {
        var ada = outside("ada");
        var domain = "elsewhere." + server.domain();
        var message =
                """
                DKIM-Signature: v=1; a=rsa-sha256; d=%s; s=s; h=from; b=AAAA;
                 bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
                From: <%s>

                x
                """
                        .formatted(domain, ada)
                        .replace("\n", "\r\n");
        list("staff", Posting.MEMBERS, "an", ada);
        server.bean(Zone.class)
                .txt("_dmarc." + domain, "v=DMARC1; p=quarantine")
                .fails("s._domainkey." + domain);
        try (var talk = SmtpTalk.stranger(server, "127.1.2.3")) {
            talk.must("250", "EHLO client.example");
            assertThat(talk.send("b@bounces.example", List.of(at("staff")), message))
                    .startsWith("451 4.4.3");
        }
        assertThat(TestInbox.messages(server, an)).isEmpty();
    }

    private static String is(boolean allowed) {
        return allowed ? "250" : "550 5.7.1";
    }

    @Test
    void membersLeaveByMail() throws IOException {
        var list = list("staff", Posting.ANYBODY, "an", "binh", outside("y"));
        var subscriptions = server.bean(Subscriptions.class);
        fromOutside("ada@example.net", at("staff"));
        var octets = octets(queuedFor(outside("y")).getFirst());
        var leave = find(octets, "<mailto:(staff-request\\+[^?]+)\\?subject=unsubscribe>");

        try (var talk =
                SmtpTalk.mx(server)) { // from any address: the token says whose membership ends
            talk.send("other@elsewhere.example", List.of(leave), "Subject: Unsubscribe\r\n\r\n");
        }
        assertThat(subscriptions.active(list.id())).hasSize(2);

        try (var talk = SmtpTalk.mx(server)) { // without a token anybody could have written it
            var forged = "From: " + an.login() + "\r\nSubject: unsubscribe\r\n\r\n";
            talk.send(an.login(), List.of(at("staff-request")), forged);
        }
        assertThat(subscriptions.active(list.id())).hasSize(2);
        assertThat(TestInbox.messages(server, server.account("chief"))).hasSize(1);

        try (var talk = SmtpTalk.as(server, an)) {
            talk.send(an.login(), List.of(at("staff-request")), "Subject: unsubscribe\r\n\r\n");
        }
        assertThat(subscriptions.active(list.id()))
                .singleElement()
                .matches(member -> member.address().toString().equals(binh.login()));
    }

    @Test
    void whoseMailComesBackInManyWeeksIsSuspendedAndTheOwnersAreTold() throws IOException {
        var list = list("staff", Posting.ANYBODY, "an", outside("gone"));
        var subscriptions = server.bean(Subscriptions.class);
        var now = server.bean(Clock.class).instant();
        var gone = subscriptions.find(list.id(), address(outside("gone"))).orElseThrow();
        for (int weeks = 3; weeks > 0; weeks--) {
            subscriptions.bounced(gone, "5.1.1", now.minus(Duration.ofDays(7L * weeks)), 4);
        }
        fromOutside("ada@example.net", at("staff"));
        var sender = queuedFor(outside("gone")).getFirst().reversePath();

        bounce(sender, report("delayed", "4.4.1"));
        assertThat(subscriptions.active(list.id())).hasSize(2);
        bounce(sender, "Auto-Submitted: auto-replied\r\n\r\nI am away\r\n");
        assertThat(subscriptions.active(list.id())).hasSize(2);
        bounce(sender, report("failed", "5.7.26"));
        assertThat(subscriptions.active(list.id())).as("it is the author's affair").hasSize(2);
        bounce(sender, report("failed", "5.1.1"));
        assertThat(subscriptions.active(list.id())).hasSize(1);
        assertThat(subscriptions.troubled(list.id()))
                .singleElement()
                .matches(state -> state.suspended() && state.weeks() == 4);

        assertThat(TestInbox.messages(server, server.account("chief")))
                .singleElement()
                .asString()
                .startsWith("Return-Path: <>\r\n")
                .contains("Auto-Submitted: auto-generated\r\n")
                .contains(outside("gone"));
        fromOutside("ada@example.net", at("staff"));
        assertThat(queuedFor(outside("gone"))).hasSize(1);
        assertThat(subscriptions.reset(list.id(), gone.number())).isPresent();
        assertThat(subscriptions.active(list.id())).hasSize(2);
        assertThat(subscriptions.troubled(list.id())).isEmpty();
    }

    @Test
    void theOwnersAreToldOnceOfAllWhomAReportSuspends() throws IOException {
        var list = list("staff", Posting.ANYBODY, "an", outside("gone"), outside("lost"));
        var subscriptions = server.bean(Subscriptions.class);
        var now = server.bean(Clock.class).instant();
        for (var name : List.of("gone", "lost")) {
            var member = subscriptions.find(list.id(), address(outside(name))).orElseThrow();
            for (int weeks = 3; weeks > 0; weeks--) {
                subscriptions.bounced(member, "5.1.1", now.minus(Duration.ofDays(7L * weeks)), 4);
            }
        }
        var lost = "\r\nFinal-Recipient: rfc822; " + outside("lost") + "\r\nAction: failed\r\n";
        bounce(
                at("staff-bounces+" + subscriptions.sharedToken(list.id())),
                report("failed", "5.1.1").replace("--b--", lost + "Status: 5.1.1\r\n--b--"));

        assertThat(subscriptions.active(list.id())).hasSize(1);
        assertThat(TestInbox.messages(server, server.account("chief")))
                .singleElement()
                .asString()
                .contains("2 members", "<" + outside("gone") + ">", "<" + outside("lost") + ">");
    }

    @Test
    void whatOurOwnQueueReportsOfAMemberCountsToo() throws IOException {
        var list = list("staff", Posting.ANYBODY, "an", outside("gone"));
        var subscriptions = server.bean(Subscriptions.class);
        var now = server.bean(Clock.class).instant();
        var gone = subscriptions.find(list.id(), address(outside("gone"))).orElseThrow();
        for (int weeks = 3; weeks > 0; weeks--) {
            subscriptions.bounced(gone, "5.1.1", now.minus(Duration.ofDays(7L * weeks)), 4);
        }
        fromOutside("ada@example.net", at("staff"));

        var queued = new QueueScope.OfMessage(queuedFor(outside("gone")).getFirst().id());
        server.bean(Returning.class).returnToSender(queued);

        assertThat(subscriptions.active(list.id())).hasSize(1);
        assertThat(TestInbox.messages(server, server.account("chief")))
                .singleElement()
                .asString()
                .contains(outside("gone"));
        assertThat(queuedFor(outside("gone"))).isEmpty();
    }

    @Test
    void aReportThatProvesNothingCountsForNobodyAndReachesTheOwners() throws IOException {
        var list = list("staff", Posting.ANYBODY, "an", outside("z"));
        var subscriptions = server.bean(Subscriptions.class);
        bounce(at("staff-bounces"), report("failed", "5.1.1"));
        bounce(at("staff-bounces+1-aaaaaaaaaaaaaaaa"), report("failed", "5.1.1"));
        assertThat(subscriptions.troubled(list.id())).isEmpty();
        assertThat(TestInbox.messages(server, server.account("chief"))).hasSize(2);
        assertThat(TestInbox.messages(server, an)).isEmpty();

        // of a copy that all shared the report tells who it was
        var report = report("failed", "5.1.1").replace("gone@", "z@");
        bounce(at("staff-bounces+" + subscriptions.sharedToken(list.id())), report);
        assertThat(subscriptions.troubled(list.id()))
                .singleElement()
                .matches(state -> state.address().toString().equals(outside("z")));
    }

    @Test
    void withoutOwnersThePostmasterLooksAfterTheList() throws IOException {
        var chief = server.account("chief");
        server.alias("postmaster", List.of("chief"));
        server.list("staff", List.of("an"));
        fromOutside("ada@example.net", at("staff-owner"));
        fromOutside("", at("STAFF-Bounces"));

        assertThat(TestInbox.messages(server, chief)).hasSize(2);
        assertThat(TestInbox.messages(server, an)).isEmpty();
    }

    @Test
    void ownersWhoLeadBackToThemselvesEnd() throws IOException {
        server.list("staff", List.of("an"));
        server.alias("round", List.of("staff-owner", "binh"));
        var lists = server.bean(MailingLists.class);
        var staff = lists.find(address(at("staff"))).orElseThrow();
        var owners = List.of(address(at("round")));
        lists.edit(
                staff.id(),
                staff.version(),
                new MailingListSettings("", staff.members(), Posting.ANYBODY, owners));
        fromOutside("ada@example.net", at("staff-owner"));

        assertThat(TestInbox.messages(server, binh)).hasSize(1);
    }

    private record Made(MailingListId id, EmailAddress address) {}

    /** Chief owns it. */
    private Made list(String name, Posting posting, String... members) {
        var address = address(at(name));
        var settings =
                new MailingListSettings(
                        name,
                        List.of(members).stream()
                                .map(member -> member.contains("@") ? member : at(member))
                                .map(MailingListTest::address)
                                .toList(),
                        posting,
                        List.of(address(server.account("chief").login())));
        return new Made(server.bean(MailingLists.class).create(address, settings), address);
    }

    private String report(String action, String status) {
        return """
        Content-Type: multipart/report; report-type=delivery-status; boundary=b

        --b

        It did not work.
        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example

        Final-Recipient: rfc822; %s
        Action: %s
        Status: %s
        --b--
        """
                .formatted(outside("gone"), action, status)
                .replace("\n", "\r\n");
    }

    private String post(TestAccount account) throws IOException {
        try (var talk = SmtpTalk.as(server, account)) {
            return talk.send(account.login(), List.of(at("staff")), "Subject: s\r\n\r\nx\r\n");
        }
    }

    private void bounce(String to, String message) throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            assertThat(talk.send("", List.of(to), message)).startsWith("250");
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

    /** Elsewhere, and of this test alone. */
    private String outside(String name) {
        return name + "@elsewhere." + server.domain();
    }

    private static EmailAddress address(String text) {
        return EmailAddress.parse(text);
    }

    private static String unsubscribe(String message) {
        return find(message, "<(https://[^>]+/lists/unsubscribe/[a-z0-9-]+)>");
    }

    private static String find(String text, String pattern) {
        var found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern + " in " + text).isTrue();
        return found.group(1);
    }

    private List<QueueEntry> queuedFor(String address) {
        return server.bean(OutboundQueue.class).list(null).stream()
                .filter(entry -> entry.firstRecipient().equals(address))
                .toList();
    }

    private String octets(QueueEntry entry) throws IOException {
        try (var in = server.bean(OutboundQueue.class).open(entry.id()).orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}

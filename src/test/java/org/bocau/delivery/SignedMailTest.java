package org.bocau.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.bocau.account.Destination;
import org.bocau.account.MailingListSettings;
import org.bocau.account.MailingLists;
import org.bocau.account.Posting;
import org.bocau.account.Subscriptions;
import org.bocau.mailauth.DkimResult;
import org.bocau.mailauth.DkimResult.Result;
import org.bocau.message.EmailAddress;
import org.bocau.net.HostName;
import org.bocau.queue.BounceSink;
import org.bocau.queue.DeliveryReport;
import org.bocau.queue.DeliveryReports;
import org.bocau.queue.OutboundQueue;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.Signatures;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What leaves in the name of a domain of ours is signed by it. RFC 6376. */
@IntegrationTest
class SignedMailTest {
    private static final String MESSAGE = "From: <%s>\r\nSubject: hello\r\n\r\nA line.\r\n \r\n";

    private final TestServer server;
    private final TestAccount an;

    SignedMailTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        Signatures.by(server, server.domain());
    }

    @Test
    void whatUsersSubmit() throws IOException {
        var octets = sent(an.login(), "ada@submitted.example", "ada@submitted.example");

        assertSignedBy(octets, server.domain(), server.domain());
        assertThat(results(octets.replace("A line", "Another"))).containsOnly(Result.FAIL);
        assertThat(results(octets.replace("Subject", "Subject: x\r\nSubject")))
                .containsOnly(Result.FAIL);
        assertThat(results("From: <evil@x.example>\r\n" + octets)).containsOnly(Result.FAIL);
    }

    /** Who sends another's letter again vouches for nothing, and breaks nothing. */
    @Test
    void whatIsSentAgainKeepsTheAuthorsSignature() throws IOException {
        var letter = sent(an.login(), "ada@first.example", "ada@first.example");
        var binh = server.account("binh");
        var again = "Resent-From: Bình <" + binh.login() + ">\r\nResent-To: x@again.example\r\n";
        try (var talk = SmtpTalk.as(server, binh)) {
            var to = List.of("x@again.example");
            assertThat(talk.send(binh.login(), to, again + letter)).startsWith("250");
        }

        var octets = queued("x@again.example");
        assertThat(octets).contains("\r\nResent-Date: ", "\r\nResent-Message-ID: <", again);
        assertSignedBy(octets, server.domain(), server.domain());
    }

    /** One-click unsubscription counts only where it is signed. RFC 8058 §4. */
    @Test
    void theCopiesOfAList() throws IOException {
        var list = EmailAddress.parse("staff@" + server.domain());
        var members =
                List.of(
                        EmailAddress.parse("one@member.example"),
                        EmailAddress.parse("two@member.example"));
        server.bean(MailingLists.class)
                .create(
                        list,
                        new MailingListSettings("staff", members, Posting.ANYBODY, List.of()));

        for (var member : members) {
            var octets = sent(an.login(), list.toString(), member.toString());
            var domain = server.domain();
            assertSignedBy(octets, domain, domain, domain, domain); // the list's, and the author's
            var other = octets.replaceFirst("/lists/unsubscribe/", "/lists/other/");
            assertThat(results(other))
                    .containsExactly(Result.FAIL, Result.FAIL, Result.PASS, Result.PASS);
            assertThat(other).contains("/lists/other/").contains("One-Click");
        }
    }

    @Test
    void whatAnAliasForwardsKeepsItsOwn() throws IOException {
        var alias = server.alias("away", List.of("ada@forwarded.example"));

        try (var talk = SmtpTalk.mx(server)) {
            var message = MESSAGE.formatted("bob@strange.example");
            assertThat(talk.send("bob@strange.example", List.of(alias), message)).startsWith("250");
        }

        assertThat(queued("ada@forwarded.example")).doesNotContain("DKIM-Signature");
    }

    /** It comes from the host's name, which has no keys of its own. */
    @Test
    void reports() throws IOException {
        var host = server.bean(HostName.class).value();
        var above = host.substring(host.indexOf('.') + 1);
        Signatures.by(server, above);
        var octets = reported("bob@told.example");

        assertThat(octets).contains("\r\nFrom: Mail Delivery System <MAILER-DAEMON@" + host);
        assertSignedBy(octets, above, above);
        assertThat(results(octets.replace("Action: failed", "Action: relayed")))
                .containsOnly(Result.FAIL);
    }

    private String reported(String to) throws IOException {
        var failed =
                new DeliveryReport.Recipient(
                        EmailAddress.parse("x@gone.example"),
                        null,
                        DeliveryReport.Action.FAILED,
                        "5.1.1",
                        "mx.gone.example",
                        "550 5.1.1 no such user",
                        Instant.EPOCH,
                        null);
        var report =
                new DeliveryReport(
                        EmailAddress.parse(to),
                        null,
                        null,
                        false,
                        false,
                        Instant.EPOCH,
                        9,
                        List.of(failed));
        byte[] original = "A: 1\r\n\r\nx".getBytes(StandardCharsets.US_ASCII);
        try (var notice =
                server.bean(DeliveryReports.class)
                        .compose(report, () -> new ByteArrayInputStream(original))) {
            new TransactionTemplate(server.bean(PlatformTransactionManager.class))
                    .executeWithoutResult(_ -> {
                        try {
                            server.bean(BounceSink.class).take(notice, "test");
                        } catch (IOException unreadable) {
                            throw new AssertionError(unreadable);
                        }
                    });
        }
        return queued(to);
    }

    @Test
    void whatTheOwnersOfAListAreTold() throws IOException {
        var list = EmailAddress.parse("club@" + server.domain());
        var member = EmailAddress.parse("gone@member.example");
        var settings = new MailingListSettings("club", List.of(member), Posting.ANYBODY, List.of());
        server.bean(MailingLists.class).create(list, settings);
        var found = (Destination.MailingList) server.bean(Routing.class).find(list);
        var gone =
                new ListClerk.Suspended(found, server.bean(Subscriptions.class).active(found.id()));
        var origin = new Origin.Peer(InetAddress.getLoopbackAddress(), "", "test");
        var notice = server.bean(ListNotices.class).suspended(gone, origin);
        try (var octets = notice.octets();
                var in = octets.open(notice.localOctets(), octets.size())) {
            var text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertSignedBy(text, server.domain(), server.domain());
        }
    }

    private String sent(String from, String to, String queuedFor) throws IOException {
        try (var talk = SmtpTalk.as(server, an)) {
            var message = MESSAGE.formatted(from);
            assertThat(talk.send(from, List.of(to), message)).startsWith("250");
        }
        return queued(queuedFor);
    }

    private String queued(String to) throws IOException {
        var queue = server.bean(OutboundQueue.class);
        var entry =
                queue.list(null).stream()
                        .filter(one -> one.firstRecipient().equals(to))
                        .findFirst()
                        .orElseThrow();
        try (var in = queue.open(entry.id()).orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private void assertSignedBy(String octets, String... domains) throws IOException {
        var found = Signatures.of(server, octets);
        assertThat(found).extracting(DkimResult::result).containsOnly(Result.PASS);
        assertThat(found).extracting(DkimResult::domain).containsExactly(domains);
    }

    private List<Result> results(String octets) throws IOException {
        return Signatures.of(server, octets).stream().map(DkimResult::result).toList();
    }
}

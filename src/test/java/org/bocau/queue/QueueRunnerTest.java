package org.bocau.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.bocau.message.EmailAddress;
import org.bocau.message.Ret;
import org.bocau.relay.Attempt;
import org.bocau.relay.Hop;
import org.bocau.relay.Outcome;
import org.bocau.relay.Reply;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.MailSink;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** What becomes of queued mail, against hosts that take it, refuse it, or fail. */
@IntegrationTest
class QueueRunnerTest extends RunningQueue {
    private final QueueCommands commands;
    private final EmailAddress an;

    QueueRunnerTest(TestServer server) throws IOException {
        super(server);
        this.an = server.account("an").address();
        this.commands = node.commands;
    }

    @Test
    void whatIsEnqueuedIsSentAtOnceAndGone() throws Exception {
        run();
        var message = "Subject: x\r\n\r\n.dot\r\nn\u00e9\r\n";
        node.enqueue(an, message, Ret.HDRS, List.of(QueueNode.asking("a@far.example", "")));
        sink.await(1);
        QueueNode.until(() -> queue.size() == 0);

        var sent = sink.received().getFirst();
        assertThat(sent.mail()).startsWith("MAIL FROM:<" + an + ">").contains("BODY=8BITMIME");
        assertThat(sent.data()).isEqualTo(message);
        assertThat(TestInbox.messages(server, server.account("an"))).isEmpty();
    }

    @Test
    void oneTransactionForAllOfADomainAndOneConnectionForSeveralMessages() throws Exception {
        for (int i = 0; i < 30; i++) {
            node.enqueue(an, "a@far.example", "b@far.example", "c@far.example");
        }
        sink.holdsBack();
        run();
        sink.await(1);
        assertThat(sink.connections()).isEqualTo(1); // slow start: until one was heard
        sink.letPass(30);
        sink.await(29);
        QueueNode.until(() -> queue.size() == 0);

        assertThat(sink.received()).hasSize(30).allMatch(m -> m.rcpt().size() == 3);
        assertThat(sink.connections()).isLessThanOrEqualTo(20);
    }

    @Test
    void aDeferredRecipientComesBackAfterItsBackoff() throws Exception {
        sink.answers("RCPT TO:<later@", "450 4.2.1 not now");
        run();
        var before = clock.instant();
        var id = node.enqueue(an, "now@far.example", "later@far.example");
        QueueNode.until(() -> status(id) instanceof RecipientStatus.Deferred);

        assertThat(queue.recipients(id))
                .extracting(QueueRecipient::address)
                .containsExactly("later@far.example");
        var deferred = (RecipientStatus.Deferred) status(id);
        assertThat(deferred.attempts()).isEqualTo(1);
        assertThat(deferred.lastReply()).isEqualTo("450 4.2.1 not now");
        assertThat(Duration.between(before, deferred.nextAttemptAt()))
                .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
        assertThat(queue.attempts(id))
                .extracting(QueueAttempt::outcome)
                .containsExactlyInAnyOrder("delivered", "deferred");

        sink.answersAsUsual("RCPT TO:<later@");
        clock.pass(Duration.ofMinutes(6));
        QueueNode.until(() -> queue.size() == 0);
        assertThat(sink.received()).hasSize(2);
    }

    @Test
    void theBackoffGrowsAndADelayIsToldOnce() throws Exception {
        sink.answers("RCPT", "450 4.2.0 greylisted");
        run();
        var id = node.enqueue(an, "a@far.example");
        QueueNode.until(() -> attempts(id) == 1);
        for (int attempt = 2; attempt <= 9; attempt++) {
            clock.pass(Duration.ofMinutes(67));
            int next = attempt;
            QueueNode.until(
                    () -> attempts(id) == next && status(id) instanceof RecipientStatus.Deferred);
        }
        var next = ((RecipientStatus.Deferred) status(id)).nextAttemptAt();
        assertThat(Duration.between(clock.instant(), next))
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(67));

        var notice = onlyNotice();
        assertThat(notice)
                .contains("Action: delayed\r\nStatus: 4.2.0\r\n")
                .contains("Will-Retry-Until: ")
                .contains("Final-Recipient: rfc822; a@far.example\r\n")
                .contains("Diagnostic-Code: smtp; 450 4.2.0 greylisted\r\n")
                .contains("text/rfc822-headers");
    }

    @Test
    void afterFiveDaysItIsReturned() throws Exception {
        sink.answers("RCPT", "450 4.2.0 full");
        run();
        var id = node.enqueue(an, "a@far.example");
        QueueNode.until(() -> status(id) instanceof RecipientStatus.Deferred);
        clock.pass(Duration.ofDays(5));
        QueueNode.until(() -> queue.size() == 0);

        assertThat(onlyNotice())
                .contains("Action: failed\r\nStatus: 4.4.7\r\n")
                .contains("Diagnostic-Code: smtp; 450 4.2.0 full\r\n");
    }

    @Test
    void thoseRefusedInOneAttemptAreToldInOneReport() throws Exception {
        sink.answers("RCPT TO:<no", "550 5.1.1 unknown here");
        run();
        node.enqueue(
                an,
                "Subject: =?utf-8?Q?Ch=C3=A0o?=\r\nMessage-ID: <m1@x>\r\n\r\nbody\r\n",
                null,
                List.of(
                        QueueNode.asking("no1@far.example", ""),
                        QueueNode.asking("yes@far.example", ""),
                        QueueNode.asking("no2@far.example", "FAILURE"),
                        QueueNode.asking("no3@far.example", "NEVER"),
                        QueueNode.asking("no4@far.example", "DELAY")));
        QueueNode.until(() -> queue.size() == 0);

        var notice = onlyNotice();
        assertThat(notice)
                .startsWith("Return-Path: <>\r\n")
                .contains("\r\nAuto-Submitted: auto-replied\r\n")
                .contains("\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n")
                .contains("\r\nReporting-MTA: dns; node.example\r\nOriginal-Envelope-Id: env+1\r\n")
                .contains("\r\nOriginal-Recipient: rfc822; o+no1@far.example\r\n")
                .contains("\r\nFinal-Recipient: rfc822; no2@far.example\r\n")
                .contains("\r\nRemote-MTA: dns; mx.far.example\r\n")
                .contains("\r\nDiagnostic-Code: smtp; 550 5.1.1 unknown here\r\n")
                .contains("\r\nContent-Type: message/rfc822\r\n")
                .contains("\r\n\r\nbody\r\n")
                .contains("\r\nIn-Reply-To: <m1@x>\r\n")
                .doesNotContain("no3@far", "no4@far", "Final-Recipient: rfc822; yes@");
    }

    @Test
    void aNoticeIsNeverAnswered() throws Exception {
        sink.answers("RCPT", "550 5.1.1 unknown here");
        run();
        node.enqueue(null, "a@far.example");
        node.enqueue(EmailAddress.parse("nobody@" + server.domain()), "a@far.example");
        QueueNode.until(() -> queue.size() == 0);

        assertThat(TestInbox.messages(server, server.account("an"))).isEmpty();
        assertThat(sink.received()).isEmpty();
    }

    @Test
    void aSenderElsewhereGetsItsNoticeThroughTheQueue() throws Exception {
        sink.answers("RCPT TO:<no@", "550 5.1.1 unknown here");
        run();
        node.enqueue(EmailAddress.parse("ada@far.example"), "no@far.example");
        sink.await(1);
        QueueNode.until(() -> queue.size() == 0);

        var notice = sink.received().getFirst();
        assertThat(notice.mail()).startsWith("MAIL FROM:<>");
        assertThat(notice.rcpt()).containsExactly("RCPT TO:<ada@far.example>");
        assertThat(notice.data())
                .startsWith("From: Mail Delivery System")
                .doesNotContain("Return-Path");
    }

    @Test
    void aSuccessIsToldWhereTheNextHopDoesNot() throws Exception {
        run();
        node.enqueue(
                an,
                "Subject: x\r\n\r\nbody\r\n",
                Ret.FULL,
                List.of(
                        QueueNode.asking("a@far.example", "SUCCESS"),
                        QueueNode.asking("b@far.example", "FAILURE")));
        QueueNode.until(() -> queue.size() == 0);
        assertThat(onlyNotice())
                .contains("Final-Recipient: rfc822; a@far.example\r\nAction: relayed\r\nStatus: 2.")
                .doesNotContain("b@far", "message/rfc822");
    }

    @Test
    void aLostReplyToTheDotDeliversTwiceAndNothingElseDoes() throws Exception {
        sink.answers(".", MailSink.HANGS_UP);
        run();
        var id = node.enqueue(an, "a@far.example");
        QueueNode.until(() -> status(id) instanceof RecipientStatus.Deferred);
        sink.answersAsUsual(".");
        clock.pass(Duration.ofMinutes(6));
        QueueNode.until(() -> queue.size() == 0);
        assertThat(sink.received()).hasSize(2);
    }

    @Test
    void aDomainThatIsDownIsAskedOnce() throws Exception {
        zone.mx("down.example", 10, "mx.down.example");
        zone.fails("mx.down.example").fails("down.example");
        var ids = new ArrayList<QueueId>();
        for (int i = 0; i < 30; i++) {
            ids.add(node.enqueue(an, "a" + i + "@down.example"));
        }
        run();
        QueueNode.until(
                () -> ids.stream().allMatch(id -> status(id) instanceof RecipientStatus.Deferred));
        assertThat(zone.questions()).isLessThan(5);
        node.enqueue(an, "b@far.example"); // and holds nobody up
        sink.await(1);
    }

    /** It gets one connection, and the others all they want. */
    @Test
    void aHostThatSaysNothingHoldsUpNobodyElse() throws Exception {
        zone.mx("slow.example", 10, "mx.slow.example").address("mx.slow.example", "127.0.0.2");
        var there = InetAddress.getByName("127.0.0.2");
        try (var silent = new ServerSocket(sink.port(), 50, there)) {
            for (int i = 0; i < 100; i++) {
                node.enqueue(an, "a" + i + "@slow.example");
            }
            run();
            silent.accept();
            for (int i = 0; i < 100; i++) {
                node.enqueue(an, "b" + i + "@far.example");
            }
            sink.await(100);
            QueueNode.until(() -> queue.list(new QueueFilter("far", null), null).isEmpty());
            assertThat(runners.getFirst().active()).isEqualTo(1);
            assertThat(queue.size()).isEqualTo(100);
        }
    }

    @Test
    void severalNodesSendEachMessageOnce() throws Exception {
        int domains = 7;
        for (int i = 0; i < domains; i++) {
            zone.mx("d" + i + ".example", 10, "mx.far.example");
        }
        run();
        runners.add(new QueueNode(server, clock).runner(zone, sink));
        for (int i = 0; i < 300; i++) {
            var recipients =
                    List.of(
                            QueueNode.asking("r" + i + "@d" + i % domains + ".example", ""),
                            QueueNode.asking("s" + i + "@d" + (i + 1) % domains + ".example", ""));
            node.enqueue(an, "Subject: " + i + "\r\n\r\nx\r\n", null, recipients);
        }
        QueueNode.until(() -> queue.size() == 0);
        var rcpt = sink.received().stream().flatMap(m -> m.rcpt().stream()).toList();
        assertThat(rcpt).hasSize(600);
        assertThat(new HashSet<>(rcpt)).hasSize(600);
    }

    @Test
    void whatADeadNodeHadClaimedComesBackWhenItsLeaseEnds() throws Exception {
        var id = node.enqueue(an, "a@far.example");
        assertThat(node.claims.claim(List.of(), Instant.EPOCH, clock.instant()))
                .hasSize(1); // and it dies here
        run();
        assertThat(status(id)).isInstanceOf(RecipientStatus.Attempting.class);
        assertThat(commands.retryNow(new QueueScope.OfMessage(id)))
                .as("an attempt may be under way")
                .isZero();
        clock.pass(Duration.ofMinutes(4));
        assertThat(node.claims.claim(List.of(), Instant.EPOCH, clock.instant())).isEmpty();
        clock.pass(Duration.ofMinutes(2));
        sink.await(1);
        QueueNode.until(() -> queue.size() == 0);
    }

    @Test
    void whatWasClaimedAndNotBegunIsGivenBackUncounted() throws Exception {
        var id = node.enqueue(an, "a@far.example");
        var claimed = node.claims.claim(List.of(), Instant.EPOCH, clock.instant());
        node.claims.giveBack(claimed, clock.instant());
        assertThat(status(id)).isInstanceOf(RecipientStatus.Waiting.class);
        assertThat(node.claims.claim(List.of("far.example"), Instant.EPOCH, clock.instant()))
                .isEmpty();
        assertThat(node.claims.claim(List.of(), Instant.EPOCH, clock.instant())).hasSize(1);
    }

    @Test
    void anAdministratorReturnsAMessage() throws Exception {
        var id = node.enqueue(an, "a@far.example", "b@far.example");
        assertThat(commands.hold(new QueueScope.OfMessage(id))).isPositive();
        assertThat(server.bean(Returning.class).returnToSender(new QueueScope.OfMessage(id)))
                .isEqualTo(2);
        assertThat(queue.find(id)).isEmpty();
        assertThat(onlyNotice()).contains("Action: failed\r\nStatus: 5.0.0\r\n");
        assertThat(server.bean(Returning.class).returnToSender(new QueueScope.OfMessage(id)))
                .isZero();
    }

    @Test
    void aStoppedRunnerLeavesWhatItHasNotBegun() throws Exception {
        sink.holdsBack();
        for (int i = 0; i < 5; i++) {
            node.enqueue(an, "a" + i + "@far.example");
        }
        var runner = node.runner(zone, sink);
        sink.await(1);
        var waiting = new QueueFilter("far", QueueFilter.State.WAITING);
        Thread.ofVirtual()
                .start(() -> {
                    QueueNode.until(() -> queue.list(waiting, null).size() == 4); // given back
                    sink.letPass(10);
                });
        runner.stop();
        assertThat(sink.received()).hasSize(1);
        assertThat(queue.size()).isEqualTo(4);
        assertThat(queue.list(new QueueFilter("near", null), null)).isEmpty();
    }

    /** RFC 8689 §5: the report is as secret as the message, and does not carry it. */
    @Test
    void aReportOnWhatRequiresTlsRequiresIt() throws Exception {
        var ada = EmailAddress.parse("ada@far.example");
        node.enqueueRequiringTls(ada, "Subject: x\r\n\r\nsecret\r\n", "no@near.example");
        for (var work : node.claims.claim(List.of(), Instant.EPOCH, clock.instant())) {
            var no =
                    new Outcome.Rejected(
                            new Reply(550, "5.7.30 REQUIRETLS support required"), Hop.NONE);
            node.settlement.settle(
                    work, new Attempt(Map.of(work.recipients().getFirst().address(), no)));
        }
        var report = queue.list(null).getFirst().id();
        assertThat(queue.find(report).orElseThrow().requireTls()).isTrue();
        assertThat(queue.find(report).orElseThrow().reversePath()).isEmpty();
        try (var octets = queue.open(report).orElseThrow()) {
            assertThat(new String(octets.readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("Status: 5.7.30", "Subject: x")
                    .doesNotContain("secret");
        }
    }

    private RecipientStatus status(QueueId id) {
        return queue.recipients(id).getFirst().status();
    }

    private int attempts(QueueId id) {
        return queue.attempts(id).size();
    }

    private String onlyNotice() throws IOException {
        var notices = TestInbox.messages(server, server.account("an"));
        assertThat(notices).hasSize(1);
        return notices.getFirst();
    }
}

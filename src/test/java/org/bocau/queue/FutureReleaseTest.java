package org.bocau.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;

/** RFC 4865 from the submission to the mailbox here and the host elsewhere, an hour later. */
@IntegrationTest
class FutureReleaseTest extends RunningQueue {
    private static final Duration LATER = Duration.ofMinutes(61);

    private final TestAccount an;
    private final TestAccount binh;
    private final HeldMessages held;

    FutureReleaseTest(TestServer server) throws IOException {
        super(server);
        this.an = server.account("an");
        this.binh = server.account("binh");
        this.held = node.held;
    }

    @Test
    void itIsDeliveredHereAndElsewhereWhenItsTimeComes() throws Exception {
        var id = submit("HOLDFOR=3600 ENVID=m1");
        run();
        QueueNode.until(() -> runners.getFirst().lastLook() != null);
        assertThat(TestInbox.messages(server, binh)).isEmpty();

        clock.pass(LATER);
        sink.await(1);
        QueueNode.until(() -> queue.find(id).isEmpty());
        assertThat(sink.received())
                .singleElement()
                .satisfies(m -> {
                    assertThat(m.rcpt()).containsExactly("RCPT TO:<x@far.example>");
                    assertThat(m.data())
                            .endsWith("\r\n\r\nA line.\r\n")
                            .doesNotContain("Return-Path");
                });
        assertThat(TestInbox.messages(server, binh))
                .singleElement()
                .asString()
                .startsWith("Return-Path: <" + an.login() + ">\r\n")
                .endsWith("\r\n\r\nA line.\r\n");
        assertThat(
                        TestInbox.messages(
                                server, an)) // one report each, though the queue could tell both
                .hasSize(2)
                .anyMatch(m -> m.contains("Action: delivered") && m.contains(binh.login()))
                .anyMatch(m -> m.contains("Action: relayed") && m.contains("x@far.example"));
    }

    @Test
    void theDaysOfTryingBeginWhenItIsReleased() throws Exception {
        sink.answers("RCPT", "450 4.2.0 later");
        var id = submit("HOLDFOR=2000000"); // 23 days
        clock.pass(Duration.ofSeconds(2_000_060));
        run();
        QueueNode.until(
                () -> queue.recipients(id).getFirst().status() instanceof RecipientStatus.Deferred);
        assertThat(TestInbox.messages(server, an)).as("neither late nor expired").hasSize(1);
    }

    @Test
    void aCrashInBetweenDeliversOnce() throws Exception {
        var id = submit("HOLDFOR=3600");
        clock.pass(LATER);
        assertThat(node.claims.claim(List.of(), Instant.EPOCH, clock.instant()))
                .hasSize(2); // and it dies here
        clock.pass(Duration.ofMinutes(6));
        run();
        sink.await(1);
        QueueNode.until(() -> queue.find(id).isEmpty());
        assertThat(TestInbox.messages(server, binh)).hasSize(1);
        assertThat(sink.received()).hasSize(1);
    }

    /** What is filed and the end of its row are one commit. */
    @Test
    void aCrashBeforeTheCommitFilesNothing() throws Exception {
        var id = submit("HOLDFOR=3600");
        var local = server.bean(LocalDelivery.class);
        var message = queue.find(id).orElseThrow();
        var recipients = List.of(OutboundRecipient.of(binh.address()));
        try (var octets = queue.open(id).orElseThrow()) {
            assertThatThrownBy(() ->
                            local.deliver(
                                    message,
                                    an.address(),
                                    recipients,
                                    octets,
                                    _ -> {
                                        throw new IllegalStateException("power cut");
                                    }))
                    .hasMessage("power cut");
        }
        assertThat(TestInbox.messages(server, binh)).isEmpty();
        assertThat(queue.recipients(id)).hasSize(2);
    }

    @Test
    void itsSenderTakesItBackWhileThereIsTime() throws Exception {
        var id = submit("HOLDFOR=3600 ENVID=undo+2B1");
        assertThat(held.list(an.id()))
                .singleElement()
                .satisfies(m -> {
                    assertThat(m.id()).isEqualTo(id);
                    assertThat(m.envid()).isEqualTo("undo+2B1");
                    assertThat(m.recipients()).containsExactly(binh.login(), "x@far.example");
                    assertThat(m.recipientCount()).isEqualTo(2);
                });
        assertThat(held.list(binh.id())).isEmpty();
        assertThat(held.cancel(binh.id(), id)).as("somebody else's").isFalse();
        assertThat(held.cancel(an.id(), id)).isTrue();
        assertThat(held.cancel(an.id(), id)).isFalse();
        assertThat(queue.find(id)).isEmpty();

        var second = submit("HOLDFOR=3600");
        clock.pass(LATER);
        assertThat(node.claims.claim(List.of("far.example"), Instant.EPOCH, clock.instant()))
                .hasSize(1);
        assertThat(held.cancel(an.id(), second)).as("it is being sent").isFalse();
        assertThat(held.sendAt(an.id(), second, clock.instant())).isFalse();
    }

    @Test
    void itsSenderChoosesAnotherTime() throws Exception {
        var id = submit("HOLDFOR=3600");
        var later = clock.instant().plus(Duration.ofHours(30));
        assertThat(held.sendAt(binh.id(), id, later)).isFalse();
        assertThat(held.sendAt(an.id(), id, later)).isTrue();
        assertThat(held.list(an.id()).getFirst().until())
                .isCloseTo(later, within(1, ChronoUnit.SECONDS));
        clock.pass(LATER);
        assertThat(node.claims.claim(List.of(), Instant.EPOCH, clock.instant())).isEmpty();

        run();
        assertThat(held.sendAt(an.id(), id, clock.instant().minusSeconds(7200))).isTrue(); // now
        sink.await(1);
        QueueNode.until(() -> queue.find(id).isEmpty());
        assertThat(held.list(an.id())).isEmpty();
    }

    /** Nor does an administrator send it before its time, but may end it. */
    @Test
    void anAdministratorMayCancelItAndNotHastenIt() throws Exception {
        var id = submit("HOLDFOR=3600");
        var scope = new QueueScope.OfMessage(id);
        assertThat(node.commands.retryNow(scope)).isZero();
        assertThat(node.commands.hold(scope)).isEqualTo(2);
        assertThat(node.commands.release(scope)).isEqualTo(2);
        assertThat(node.claims.claim(List.of(), Instant.EPOCH, clock.instant())).isEmpty();

        var console = WebVisitor.signedIn(server, server.administrator("chief"));
        var path = "/admin/queue/" + id.value();
        assertThat(console.get(path).page().text()).contains("Not before");
        assertThat(console.submit(path + "/delete").notice()).contains("has been deleted");
        run();
        clock.pass(LATER);
        QueueNode.until(() -> queue.size() == 0);
        assertThat(TestInbox.messages(server, binh)).isEmpty();
        assertThat(sink.received()).isEmpty();
    }

    /** To binh here and to x elsewhere, both with NOTIFY=SUCCESS. */
    private QueueId submit(String parameters) throws IOException {
        try (var talk = SmtpTalk.as(server, an)) {
            talk.must("250", "MAIL FROM:<" + an.login() + "> " + parameters);
            talk.must("250", "RCPT TO:<" + binh.login() + "> NOTIFY=SUCCESS,FAILURE");
            talk.must("250", "RCPT TO:<x@far.example> NOTIFY=SUCCESS,FAILURE");
            assertThat(talk.data("Subject: later\r\n\r\nA line.\r\n.\r\n")).startsWith("250");
        }
        return held.list(an.id()).getLast().id();
    }
}

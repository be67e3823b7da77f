package org.bocau.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bocau.message.EmailAddress;
import org.bocau.relay.TlsRequirement;
import org.bocau.testing.ExpectsErrors;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What goes together in one claim, and what no attempt ever brings to an end. */
@IntegrationTest
class ClaimsTest extends RunningQueue {
    private final QueueCommands commands;
    private final EmailAddress an;
    private final JdbcClient jdbc;

    ClaimsTest(TestServer server) throws IOException {
        super(server);
        this.jdbc = server.jdbc();
        this.an = server.account("an").address();
        this.commands = node.commands;
    }

    @Test
    void recipientsOfOneMessageInOneDomainAreClaimedTogether() throws IOException {
        node.enqueue(an, many(250, "far.example"));
        node.enqueue(
                an,
                Stream.concat(Stream.of("x@near.example"), Stream.of(many(120, "far.example")))
                        .toArray(String[]::new));
        var claimed = new ArrayList<Claimed>();
        for (var some = claim(); !some.isEmpty(); some = claim()) {
            claimed.addAll(some);
        }
        assertThat(claimed)
                .extracting(c -> c.domain() + " " + c.recipients().size())
                .containsExactlyInAnyOrder("far.example 250", "far.example 120", "near.example 1");
        assertThat(claimed).allMatch(c -> allLeasesEqual(c));
    }

    /** What is deferred together comes back together. */
    private boolean allLeasesEqual(Claimed claimed) {
        return queue.recipients(claimed.message().id()).stream()
                        .filter(r -> r.domain().equals(claimed.domain()))
                        .map(r -> ((RecipientStatus.Attempting) r.status()).nextAttemptAt())
                        .distinct()
                        .count()
                == 1;
    }

    @Test
    void nodesDoNotShareAMessageAmongThem() throws Exception {
        for (int i = 0; i < 40; i++) {
            node.enqueue(an, many(30, "far.example"));
        }
        try (var nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            var claims = new ArrayList<Claimed>();
            while (claims.size() < 40) {
                Callable<List<Claimed>> one = () -> claim();
                for (var result : nodes.invokeAll(List.of(one, one, one))) {
                    claims.addAll(result.get());
                }
            }
            assertThat(claims).hasSize(40).allMatch(c -> c.recipients().size() == 30);
        }
    }

    @Test
    void aHostThatSaysNothingGetsAHundredRecipientsAtOnce() throws Exception {
        node.enqueue(an, many(250, "far.example"));
        run();
        QueueNode.until(() -> queue.size() == 0);
        assertThat(sizes()).containsExactly(100, 100, 50);
        assertThat(sink.connections()).isEqualTo(1);
    }

    /** RFC 9422 §5; the first ones go before the host has told. */
    @Test
    void aHostGetsAsManyAsItTakes() throws Exception {
        sink.offers("PIPELINING", "LIMITS RCPTMAX=700");
        node.enqueue(an, many(750, "far.example"));
        run();
        QueueNode.until(() -> queue.size() == 0);
        assertThat(sizes()).containsExactly(100, 650);
    }

    @Test
    void aHostThatTakesFewGetsFew() throws Exception {
        sink.offers("LIMITS RCPTMAX=60");
        node.enqueue(an, many(250, "far.example"));
        run();
        QueueNode.until(() -> queue.size() == 0);
        assertThat(sizes()).containsExactly(60, 40, 60, 60, 30);
    }

    private List<Integer> sizes() {
        return sink.received().stream().map(m -> m.rcpt().size()).toList();
    }

    @Test
    @ExpectsErrors("quarantined, no attempt ever ended")
    void anAttemptThatNeverEndsIsTriedAloneAndThenTakenOut() throws Exception {
        var id = node.enqueue(an, "bomb@far.example");
        for (int crash = 1; crash <= 2; crash++) {
            assertThat(claim()).hasSize(1);
            clock.pass(Duration.ofMinutes(70));
        }
        assertThat(claim()).as("no longer with others").isEmpty();
        assertThat(node.claims.claimSuspect(List.of(), clock.instant())).isPresent();
        assertThat(node.claims.claimSuspect(List.of(), clock.instant())).isEmpty();
        clock.pass(Duration.ofMinutes(70));

        node.enqueue(an, "b@far.example");
        run();
        sink.await(1);
        QueueNode.until(() ->
                queue.recipients(id).getFirst().status() instanceof RecipientStatus.Quarantined);
        QueueNode.until(() -> queue.size() == 1);
        assertThat(sink.received()).hasSize(1);
        assertThat(queue.quarantined()).isEqualTo(1);
        assertThat(queue.list(new QueueFilter("", QueueFilter.State.QUARANTINED), null)).hasSize(1);

        assertThat(commands.retryNow(new QueueScope.OfMessage(id))).isZero();
        assertThat(commands.release(new QueueScope.OfMessage(id))).isPositive();
        QueueNode.until(() -> queue.size() == 0);
        assertThat(sink.received()).hasSize(2);
    }

    /** Others that were about when the server died are not to blame. */
    @Test
    void whatWasOnlyNearACrashIsSent() throws Exception {
        for (int i = 0; i < 5; i++) {
            node.enqueue(an, "a" + i + "@far.example");
        }
        for (int crash = 1; crash <= 2; crash++) {
            assertThat(claim()).hasSize(5);
            clock.pass(Duration.ofMinutes(70));
        }
        run();
        sink.await(5);
        QueueNode.until(() -> queue.size() == 0);
        assertThat(sink.received()).hasSize(5);
    }

    @Test
    void anEndOfAnyKindClearsTheSuspicion() throws Exception {
        sink.answers("RCPT", "450 4.2.0 later");
        var id = node.enqueue(an, "a@far.example");
        assertThat(claim()).hasSize(1);
        clock.pass(Duration.ofMinutes(70));
        run();
        QueueNode.until(
                () -> queue.recipients(id).getFirst().status() instanceof RecipientStatus.Deferred);
        runners.forEach(QueueRunner::stop);
        for (int crash = 1; crash <= 2; crash++) {
            clock.pass(Duration.ofMinutes(70));
            assertThat(claim()).as("crash " + crash).hasSize(1);
        }
    }

    @Test
    void aStopIsNoCrash() throws IOException {
        node.enqueue(an, "a@far.example");
        for (int stop = 1; stop <= 5; stop++) {
            var claimed = claim();
            assertThat(claimed).as("stop " + stop).hasSize(1);
            node.claims.excuse(claimed, clock.instant());
            clock.pass(Duration.ofMinutes(70));
        }
    }

    @Test
    void theSenderSaysHowMuchTlsMatters() throws IOException {
        node.enqueue(an, "a@far.example");
        assertThat(claim()).extracting(Claimed::tls).containsExactly(TlsRequirement.POLICY);
        // RFC 8689 §4.1: REQUIRETLS goes before the header field.
        lettingTlsGo(node.enqueueRequiringTls(an, "Subject: x\r\n\r\nx\r\n", "a@far.example"));
        assertThat(claim()).extracting(Claimed::tls).containsExactly(TlsRequirement.REQUIRED);
        lettingTlsGo(node.enqueue(an, "a@far.example"));
        assertThat(claim()).extracting(Claimed::tls).containsExactly(TlsRequirement.IGNORED);
    }

    private void lettingTlsGo(QueueId message) {
        jdbc.sql("update queue_message set tls_optional = true where id = ?")
                .param(message.value())
                .update();
    }

    private List<Claimed> claim() {
        return node.claims.claim(List.of(), Instant.EPOCH, clock.instant());
    }

    private static String[] many(int recipients, String domain) {
        return IntStream.range(0, recipients)
                .mapToObj(i -> "r" + i + "@" + domain)
                .toArray(String[]::new);
    }
}

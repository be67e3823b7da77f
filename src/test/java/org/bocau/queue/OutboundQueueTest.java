package org.bocau.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bocau.message.EmailAddress;
import org.bocau.message.Notify;
import org.bocau.message.Ret;
import org.bocau.message.Spool;
import org.bocau.message.Spools;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** The rows of the queue: what is put in comes out, in the state an administrator chose. */
@IntegrationTest
class OutboundQueueTest {
    private static final EmailAddress X = EmailAddress.parse("x@one.example");
    private static final EmailAddress Y = EmailAddress.parse("y@two.example");

    private final OutboundQueue queue;
    private final QueueCommands commands;
    private final Spools spools;

    OutboundQueueTest(TestServer server) {
        this.queue = server.bean(OutboundQueue.class);
        this.commands = server.bean(QueueCommands.class);
        this.spools = server.bean(Spools.class);
    }

    @Test
    void keepsEveryOctetInChunks() throws IOException {
        var message = new byte[3 * QueuedChunk.OCTETS + 17];
        new Random(4711).nextBytes(message);
        var id = enqueue("X-On-Top: 1\r\n", message, 5);

        try (var in = queue.open(id).orElseThrow()) {
            var expected = "X-On-Top: 1\r\n".getBytes(StandardCharsets.US_ASCII);
            assertThat(in.readNBytes(expected.length)).isEqualTo(expected);
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(message, 5, message.length));
        }
        assertThat(queue.find(id).orElseThrow().octets())
                .isEqualTo("X-On-Top: 1\r\n".length() + message.length - 5);
    }

    @Test
    void isHeldReleasedAndRetriedByHand() throws IOException {
        var id = enqueue("", new byte[] {'x'}, 0);
        assertThat(status(id)).isInstanceOf(RecipientStatus.Waiting.class);

        assertThat(commands.hold(new QueueScope.OfMessage(id))).isPositive();
        assertThat(commands.hold(new QueueScope.OfMessage(id))).isZero();
        assertThat(status(id)).isEqualTo(new RecipientStatus.Held(0, null));
        assertThat(entry(id).states()).containsExactly(QueueFilter.State.HELD);
        assertThat(entry(id).nextAttemptAt()).isNull();
        assertThat(commands.retryNow(new QueueScope.OfMessage(id))).isZero(); // held is held

        assertThat(commands.release(new QueueScope.OfMessage(id))).isPositive();
        assertThat(status(id)).isInstanceOf(RecipientStatus.Waiting.class);
        assertThat(commands.retryNow(new QueueScope.OfMessage(id))).isPositive();
    }

    @Test
    void listsNewestFirst() throws IOException {
        var first = enqueue("", new byte[] {'x'}, 0);
        var second = enqueue("", new byte[] {'y'}, 0);
        var entry = entry(second);

        assertThat(queue.list(QueueFilter.ALL, second)).extracting(QueueEntry::id).contains(first);
        assertThat(queue.list(QueueFilter.ALL, second))
                .extracting(QueueEntry::id)
                .doesNotContain(second);
        assertThat(entry.recipients()).isEqualTo(2);
        assertThat(entry.firstRecipient()).isEqualTo("x@one.example");
        assertThat(entry.reversePath()).isEmpty();
        assertThat(queue.recipients(second))
                .extracting(QueueRecipient::domain)
                .containsExactly("one.example", "two.example");
    }

    @Test
    void aDeletedMessageLeavesNothing() throws IOException {
        var id = enqueue("", new byte[] {'x'}, 0);

        assertThat(commands.delete(new QueueScope.OfMessage(id))).isPositive();
        assertThat(commands.delete(new QueueScope.OfMessage(id))).isZero();
        assertThat(queue.find(id)).isEmpty();
        assertThat(queue.open(id)).isEmpty();
        assertThat(queue.recipients(id)).isEmpty();
    }

    @Test
    void keepsWhatTheSenderAskedFor() throws IOException {
        var until = Instant.parse("2031-02-03T04:05:06Z");
        QueueId id;
        try (Spool spool = spool(new byte[] {'x'})) {
            id =
                    queue.enqueue(
                            new Outbound(
                                    null,
                                    X,
                                    List.of(
                                            new OutboundRecipient(
                                                    X, Notify.NEVER, "rfc822;o+2Bx@a"),
                                            OutboundRecipient.of(Y)),
                                    new OutboundOctets(new byte[0], spool, 0),
                                    false,
                                    true,
                                    true,
                                    true,
                                    true,
                                    Ret.HDRS,
                                    "id+3D7",
                                    until,
                                    "test"));
        }
        var kept = queue.find(id).orElseThrow();
        assertThat(kept.binary()).isTrue();
        assertThat(kept.requireTls()).isTrue();
        assertThat(kept.tlsOptional()).isTrue();
        assertThat(kept.ret()).isEqualTo(Ret.HDRS);
        assertThat(kept.envid()).isEqualTo("id+3D7");
        assertThat(kept.holdUntil()).isEqualTo(until);
        assertThat(kept.recipients()).isEqualTo(2);
        assertThat(status(id)).isEqualTo(new RecipientStatus.Waiting(until));
    }

    private Spool spool(byte[] message) throws IOException {
        var spool = spools.create();
        try (var out = spool.out()) {
            out.write(message);
        }
        return spool;
    }

    private QueueId enqueue(String fields, byte[] message, long from) throws IOException {
        try (Spool spool = spool(message)) {
            var octets =
                    new OutboundOctets(fields.getBytes(StandardCharsets.US_ASCII), spool, from);
            return queue.enqueue(
                    new Outbound(null, null, List.of(X, Y), octets, false, true, "test"));
        }
    }

    private RecipientStatus status(QueueId id) {
        return queue.recipients(id).getFirst().status();
    }

    private QueueEntry entry(QueueId id) {
        return queue.list(QueueFilter.ALL, null).stream()
                .filter(e -> e.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}

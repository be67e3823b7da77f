package org.bocau.queue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.bocau.message.EmailAddress;
import org.bocau.message.Notify;
import org.bocau.message.Ret;
import org.bocau.message.Spools;
import org.bocau.net.HostName;
import org.bocau.net.Listeners;
import org.bocau.relay.Relay;
import org.bocau.relay.RelayOn;
import org.bocau.testing.MailSink;
import org.bocau.testing.TestServer;
import org.bocau.testing.Zone;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.unit.DataSize;

/** The parts of a node that work on the queue, with a clock, a DNS and hosts of the test. */
final class QueueNode {
    static final QueueProperties PROPERTIES = polling(Duration.ofMillis(100));

    static QueueProperties polling(Duration poll) {
        return new QueueProperties(
                true,
                200,
                20,
                List.of(
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(20),
                        Duration.ofMinutes(40),
                        Duration.ofHours(1)),
                Duration.ofDays(5),
                Duration.ofHours(4),
                poll,
                Duration.ofSeconds(5),
                DataSize.ofMegabytes(1));
    }

    private final TestServer server;
    final ShiftedClock clock;
    final Claims claims;
    final QueueCommands commands;
    final HeldMessages held;
    final DeliveryReports reports;
    final Settlement settlement;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    QueueNode(TestServer server, ShiftedClock clock) {
        this.server = server;
        this.clock = clock;
        var jdbc = server.bean(JdbcClient.class);
        var doorbell = server.bean(Doorbell.class);
        var transactions = server.bean(PlatformTransactionManager.class);
        this.commands = new QueueCommands(jdbc, doorbell, transactions, clock);
        this.held = new HeldMessages(jdbc, doorbell, transactions, clock);
        this.claims = new Claims(server.bean(JdbcClient.class), PROPERTIES);
        this.reports = reports(server, clock);
        this.settlement =
                new Settlement(
                        server.bean(ResultRows.class),
                        server.bean(DeliveredMessages.class),
                        reports,
                        server.bean(QueuedChunks.class),
                        PROPERTIES,
                        meters,
                        clock);
    }

    static DeliveryReports reports(TestServer server, Clock clock) {
        return new DeliveryReports(
                server.bean(Spools.class),
                new HostName("node.example"),
                server.bean(MessageSource.class),
                PROPERTIES,
                clock);
    }

    /** A runner that has begun; the caller stops it. */
    QueueRunner runner(Zone zone, MailSink sink) {
        return runner(zone, sink, PROPERTIES, server.bean(Doorbell.class));
    }

    /**
     * The same on another node.
     *
     * @param doorbell that node's
     */
    QueueRunner runner(Zone zone, MailSink sink, QueueProperties properties, Doorbell doorbell) {
        Relay relay = RelayOn.of(zone, sink.port(), server.bean(Listeners.class));
        var runner =
                new QueueRunner(
                        properties,
                        claims,
                        server.bean(QueuedChunks.class),
                        settlement,
                        relay,
                        server.provider(LocalDelivery.class),
                        doorbell,
                        clock);
        runner.start();
        return runner;
    }

    /** What other tests left in the queue is nobody's mail. */
    void emptyQueue() {
        var queue = server.bean(OutboundQueue.class);
        for (var all = queue.list(QueueFilter.ALL, null);
                !all.isEmpty();
                all = queue.list(QueueFilter.ALL, null)) {
            all.forEach(entry -> commands.delete(new QueueScope.OfMessage(entry.id())));
        }
    }

    /** Queues a message that asks for nothing. */
    QueueId enqueue(@Nullable EmailAddress from, String... to) throws IOException {
        var recipients =
                Arrays.stream(to).map(EmailAddress::parse).map(OutboundRecipient::of).toList();
        return enqueue(from, "Subject: x\r\n\r\nx\r\n", null, recipients);
    }

    /** The same, to be sent later. */
    QueueId enqueueFor(Instant until, EmailAddress from, String... to) throws IOException {
        var recipients =
                Arrays.stream(to).map(EmailAddress::parse).map(OutboundRecipient::of).toList();
        return enqueue(from, "Subject: x\r\n\r\nx\r\n", null, recipients, until, false);
    }

    /** The same, over TLS all the way or not at all. */
    QueueId enqueueRequiringTls(EmailAddress from, String message, String to) throws IOException {
        var recipients = List.of(OutboundRecipient.of(EmailAddress.parse(to)));
        return enqueue(from, message, Ret.FULL, recipients, null, true);
    }

    QueueId enqueue(
            @Nullable EmailAddress from,
            String message,
            @Nullable Ret ret,
            List<OutboundRecipient> to)
            throws IOException {
        return enqueue(from, message, ret, to, null, false);
    }

    private QueueId enqueue(
            @Nullable EmailAddress from,
            String message,
            @Nullable Ret ret,
            List<OutboundRecipient> to,
            @Nullable Instant until,
            boolean requireTls)
            throws IOException {
        try (var spool = server.bean(Spools.class).create()) {
            try (var out = spool.out()) {
                out.write(message.getBytes(StandardCharsets.ISO_8859_1));
            }
            var octets = new OutboundOctets(new byte[0], spool, 0);
            boolean eightBit = message.chars().anyMatch(c -> c > 0x7f);
            return server.bean(OutboundQueue.class)
                    .enqueue(
                            new Outbound(
                                    null,
                                    from,
                                    to,
                                    octets,
                                    false,
                                    eightBit,
                                    false,
                                    requireTls,
                                    false,
                                    ret,
                                    "env+2B1",
                                    until,
                                    "test"));
        }
    }

    static OutboundRecipient asking(String address, String notify) {
        return new OutboundRecipient(
                EmailAddress.parse(address), Notify.parse(notify), "rfc822;o+2B" + address);
    }

    /** Looks at the rows until they are so, for half a minute at most. */
    static void until(BooleanSupplier so) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come to that");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}

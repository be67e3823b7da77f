package org.bocau.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bocau.testing.ChildServer;
import org.bocau.testing.MailSink;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The process is killed while it sends: every message that was acknowledged reaches the next hop,
 * and twice only those that were on the wire. {@code -Dbocau.durability.rounds=50} kills more
 * often.
 */
class QueueDurabilityIT {
    private static final int ROUNDS = Integer.getInteger("bocau.durability.rounds", 3);
    private static final int SENDERS = 4;

    /** Messages that arrive before the blow: each round at another moment. */
    private static final int FIRST = 40;

    /** What may be on the wire at once: bocau.queue.connections-per-domain. */
    private static final int CONNECTIONS = 20;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    @Test
    void sendsWhatItAcknowledgedWhenItIsKilled(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home)
            throws IOException, InterruptedException {
        try (var sink = MailSink.start();
                var server = server(home, sink)) {
            for (int round = 0; round < ROUNDS; round++) {
                server.start();
                var senders = new ArrayList<Thread>();
                for (int number = 0; number < SENDERS; number++) {
                    var name = "r" + round + "s" + number;
                    senders.add(Thread.ofVirtual().name(name).start(() -> send(server, name)));
                }
                sink.await(FIRST + 23 * round);
                if (round % 2 == 1) {
                    server.killWithDatabase();
                } else {
                    server.kill();
                }
                for (var sender : senders) {
                    sender.join();
                }
            }
            server.start();
            awaitEmptyQueue(server);
            requireAllSent(sink);
        }
    }

    private static ChildServer server(Path home, MailSink sink) throws IOException {
        return new ChildServer(
                home,
                List.of("an"),
                "-Xmx256m",
                "-Dbocau.relay.smarthost.host=127.0.0.1",
                "-Dbocau.relay.smarthost.port=" + sink.port(),
                "-Dbocau.relay.smarthost.tls=none");
    }

    /** One message after the other, until the server is gone. */
    private void send(ChildServer server, String name) {
        try (var wire = Wire.connect(server.port("submission"))) {
            expect(wire, "220");
            ask(wire, "EHLO load.example", "250");
            ask(wire, "STARTTLS", "220");
            wire.startTls();
            ask(wire, "EHLO load.example", "250");
            var login = "\0" + ChildServer.address("an") + "\0" + TestServer.PASSWORD;
            var plain =
                    Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.US_ASCII));
            ask(wire, "AUTH PLAIN " + plain, "235");
            for (int i = 0; ; i++) {
                var subject = name + "n" + i;
                ask(wire, "MAIL FROM:<" + ChildServer.address("an") + ">", "250");
                ask(wire, "RCPT TO:<a@d" + i % 3 + ".example>", "250");
                ask(wire, "DATA", "354");
                var from = "From: " + ChildServer.address("an") + "\r\n";
                wire.send(from + "Subject: " + subject + "\r\n\r\nx\r\n.\r\n");
                expect(wire, "250");
                acknowledged.add(subject);
            }
        } catch (IOException ended) { // killed under us: what this test is about
        }
    }

    private static void ask(Wire wire, String command, String code) throws IOException {
        wire.line(command);
        expect(wire, code);
    }

    private static void expect(Wire wire, String code) throws IOException {
        while (true) {
            var line = wire.readLine();
            if (line == null || !line.startsWith(code)) {
                throw new IOException("expected " + code + ", got " + line);
            }
            if (line.length() == 3 || line.charAt(3) == ' ') {
                return;
            }
        }
    }

    /** What was claimed when the process died would come back in some minutes. */
    private static void awaitEmptyQueue(ChildServer server) throws IOException {
        var jdbc =
                JdbcClient.create(
                        new DriverManagerDataSource(
                                "jdbc:postgresql://127.0.0.1:" + server.databasePort() + "/bocau",
                                "bocau",
                                server.databasePassword()));
        jdbc.sql("update queue_recipient set next_attempt_at = now()").update();
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (jdbc.sql("select count(*) from queue_message").query(Long.class).single() > 0) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the queue does not get empty");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    private void requireAllSent(MailSink sink) {
        var subjects =
                sink.received().stream()
                        .map(m -> m.data().replaceFirst("(?s).*?Subject: (\\S+).*", "$1"))
                        .toList();
        var once = new HashSet<>(subjects);
        assertThat(once).as("every acknowledged message").containsAll(acknowledged);
        assertThat(subjects.size() - once.size())
                .as("twice only what was on the wire")
                .isLessThanOrEqualTo(ROUNDS * CONNECTIONS * 3);
    }
}

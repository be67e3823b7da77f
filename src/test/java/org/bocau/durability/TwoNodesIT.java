package org.bocau.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.bocau.database.TestDatabase;
import org.bocau.mailbox.StoreCheck;
import org.bocau.testing.ChildServer;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Two processes on one database, whose clients change the same mailboxes: one of them is killed,
 * and nothing is lost, done by half or stuck, whichever node is asked.
 */
class TwoNodesIT {
    private static final int ROUNDS = Integer.getInteger("bocau.durability.rounds", 2);
    private static final long SEED = Long.getLong("bocau.durability.seed", 1);

    /** Both together, and the tests' own, within what the embedded PostgreSQL allows. */
    private static final int POOL = 20;

    @Test
    void oneGoesOnWhenTheOtherIsKilled(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home)
            throws Exception {
        var database = TestDatabase.create();
        try (var next = new NextHop();
                var first = node(home.resolve("first"), next, database);
                var second = node(home.resolve("second"), next, database)) {
            first.start();
            second.start();
            idleHearsTheOtherNode(first, second);
            var nodes = new Nodes(List.of(first, second), () -> source(database));
            var storm = new Storm(nodes, DurabilityIT.works(nodes, next));
            for (int round = 0; round < ROUNDS; round++) {
                var struck = nodes.all().get(round % 2);
                var other = nodes.all().get((round + 1) % 2);
                long seed = SEED + round;
                try {
                    storm.during(seed, (_, _) -> struck.kill());
                    storm.compare(other);
                    struck.start();
                    storm.compare(struck);
                    assertThat(StoreCheck.problems(source(database))).isEmpty();
                } catch (AssertionError | RuntimeException | IOException wrong) {
                    throw new AssertionError("seed " + seed, wrong);
                }
                System.out.printf("two nodes, seed %d: %s%n", seed, storm.counts());
            }
        } finally {
            database.stop();
        }
    }

    private static ChildServer node(Path home, NextHop next, TestDatabase database)
            throws IOException {
        var node = DurabilityIT.server(home, next);
        node.set("bocau.db.url", database.jdbcUrl());
        if (database.user() != null) {
            node.set("bocau.db.user", database.user());
            node.set("bocau.db.password", String.valueOf(database.password()));
        }
        node.set("spring.datasource.hikari.maximum-pool-size", POOL);
        return node;
    }

    private static DriverManagerDataSource source(TestDatabase database) {
        var source = new DriverManagerDataSource(database.jdbcUrl());
        source.setUsername(database.user());
        source.setPassword(database.password());
        return source;
    }

    /** RFC 2177: in IDLE a client hears at once what came, whichever node filed it. */
    private static void idleHearsTheOtherNode(ChildServer listening, ChildServer filing)
            throws IOException {
        try (var imap = Wire.connect(listening.port("imap"));
                var smtp = new SmtpClient(filing)) {
            imap.readLine();
            var address = ChildServer.address(DurabilityIT.PROBED);
            completed(imap, "a LOGIN " + address + " " + TestServer.PASSWORD);
            completed(imap, "b SELECT INBOX");
            imap.line("c IDLE");
            assertThat(imap.readResponse()).startsWith("+ ");
            smtp.envelope(List.of(DurabilityIT.PROBED));
            smtp.data(Sample.of(new Random(1)));
            assertThat(imap.readResponse()).isEqualTo("* 1 EXISTS");
        }
    }

    private static void completed(Wire imap, String command) throws IOException {
        imap.line(command);
        var tag = command.substring(0, 2);
        String response;
        do {
            response = Objects.requireNonNull(imap.readResponse(), "closed");
        } while (!response.startsWith(tag));
        assertThat(response).startsWith(tag + "OK");
    }
}

package org.bocau.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Random;
import org.bocau.mailbox.StoreCheck;
import org.bocau.testing.ChildServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * What was acknowledged is there, once and whole, whatever happened to the processes; no UID ever
 * means another message; what was not answered was done or not, never by half. Each round strikes
 * another way, at another moment, which its seed decides.
 *
 * <p>{@code -Dbocau.durability.rounds=300} strikes more often, {@code -Dbocau.durability.seed=N}
 * begins with another seed, {@code -Dbocau.durability.blows=SERVER,BACKEND} chooses the ways.
 */
class DurabilityIT {
    /** Gets the messages that only ask whether the server works. */
    static final String PROBED = "probe";

    static final List<String> ACCOUNTS = List.of("an", "binh", "chi", "dung", "giang", PROBED);
    private static final int ROUNDS =
            Integer.getInteger("bocau.durability.rounds", Blow.values().length);
    private static final long SEED = Long.getLong("bocau.durability.seed", 1);

    @Test
    void keepsWhatItAcknowledgedWhateverIsStruck(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home)
            throws IOException, InterruptedException {
        var blows = blows();
        var strikes = new EnumMap<Blow, Integer>(Blow.class);
        try (var next = new NextHop();
                var server = server(home, next)) {
            var storm = storm(server, next);
            Blow.killWhileItStarts(server, new Random(SEED)); // it makes the database
            server.start();
            for (int round = 0; round < ROUNDS; round++) {
                var blow = blows.get(round % blows.size());
                long seed = SEED + round;
                try {
                    storm.during(seed, (_, random) -> blow.strike(server, random));
                    if (blow.ends()) {
                        server.start();
                    } else {
                        storm.awaitRecovery();
                    }
                    requireSound(server, storm);
                    if (blow.ends()) { // else a session may still be about to end
                        requireEmptySpool(server);
                    }
                } catch (AssertionError | RuntimeException | IOException wrong) {
                    throw new AssertionError("seed " + seed + ", " + blow, wrong);
                }
                strikes.merge(blow, 1, Integer::sum);
                System.out.printf("seed %d, %s: %s%n", seed, blow, storm.counts());
            }
            System.out.printf("%d rounds, %s: %s%n", ROUNDS, strikes, storm.counts());
        }
    }

    private static List<Blow> blows() {
        var chosen = System.getProperty("bocau.durability.blows");
        return chosen == null
                ? List.of(Blow.values())
                : List.of(chosen.split(",")).stream().map(Blow::valueOf).toList();
    }

    /** What it sends to others goes to {@code next}. */
    static ChildServer server(Path home, NextHop next) throws IOException {
        var server = new ChildServer(home, ACCOUNTS, "-Xmx256m");
        server.set("bocau.relay.smarthost.host", "127.0.0.1");
        server.set("bocau.relay.smarthost.port", next.port());
        server.set("bocau.relay.smarthost.tls", "none");
        server.set("bocau.queue.poll", "500ms");
        server.set("bocau.sending.recipients-per-hour", 0);
        server.set("bocau.sending.recipients-per-day", 0);
        return server;
    }

    private static Storm storm(ChildServer server, NextHop next) {
        var nodes = Nodes.alone(server);
        return new Storm(nodes, works(nodes, next));
    }

    /** Everything that can be going on, for the accounts of these tests. */
    static List<Work> works(Nodes nodes, NextHop next) {
        return List.of(
                new SmtpWork(nodes, List.of("an", "binh")),
                new ImapWork(nodes, "chi"),
                new Pop3Work(nodes, "dung"),
                new QueueWork(nodes, "giang", next));
    }

    private static void requireSound(ChildServer server, Storm storm) throws IOException {
        storm.compare(server);
        assertThat(StoreCheck.problems(database(server))).isEmpty();
    }

    private static void requireEmptySpool(ChildServer server) throws IOException {
        try (var all = Files.walk(server.data().resolve("spool"))) { // the folder of imports stays
            assertThat(all.filter(Files::isRegularFile)).as("left in the spool").isEmpty();
        }
    }

    static DriverManagerDataSource database(ChildServer server) throws IOException {
        return new DriverManagerDataSource(
                "jdbc:postgresql://127.0.0.1:" + server.databasePort() + "/bocau",
                "bocau",
                server.databasePassword());
    }

    /** For doing harm. */
    static DriverManagerDataSource superuser(ChildServer server) throws IOException {
        return new DriverManagerDataSource(
                "jdbc:postgresql://127.0.0.1:" + server.databasePort() + "/postgres",
                "postgres",
                server.databasePassword());
    }
}

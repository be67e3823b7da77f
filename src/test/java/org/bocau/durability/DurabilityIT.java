package org.bocau.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bocau.mailbox.StoreCheck;
import org.bocau.testing.ChildServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * What was acknowledged is there, once, whatever happened to the process. {@code
 * -Dbocau.durability.rounds=50} kills more often.
 */
class DurabilityIT {
    private static final int ROUNDS = Integer.getInteger("bocau.durability.rounds", 3);

    /** Acknowledgements before the blow: each round at another moment. */
    private static final int FIRST = 60;

    @Test
    void keepsWhatItAcknowledgedWhenItIsKilled(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home)
            throws IOException, InterruptedException {
        try (var server = new ChildServer(home, List.of("an", "binh"), "-Xmx256m")) {
            var load = new Load(server);
            for (int round = 0; round < ROUNDS; round++) {
                server.start();
                boolean both = round % 2 == 1;
                load.during(FIRST + 37 * round, both ? server::killWithDatabase : server::kill);
            }
            server.start();
            requireAllOnce(server, load);
        }
    }

    @Test
    void endsInOrderWhenItIsToldTo(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home)
            throws IOException, InterruptedException {
        try (var server = new ChildServer(home, List.of("an", "binh"), "-Xmx256m")) {
            server.start();
            var load = new Load(server);
            var status = new int[1];
            load.during(FIRST, () -> status[0] = server.terminate());

            assertThat(status[0]).isIn(0, 143); // 128 + SIGTERM
            server.start();
            requireAllOnce(server, load);
        }
    }

    private static void requireAllOnce(ChildServer server, Load load) throws IOException {
        for (var account : List.of("an", "binh")) {
            var found = Load.found(server, account);
            var once = new HashSet<>(found);

            assertThat(found).as("no message twice").hasSize(once.size());
            assertThat(once).as("every acknowledged message").containsAll(load.acknowledged());
            assertThat(load.sent()).as("nothing that nobody sent").containsAll(once);
        }
        assertThat(temporaryFiles(server)).as("left in the spool").isEmpty();
        assertThat(StoreCheck.problems(database(server))).isEmpty();
    }

    private static Set<String> temporaryFiles(ChildServer server) throws IOException {
        var spool = server.data().resolve("spool");
        try (var files = Files.list(spool)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private static DriverManagerDataSource database(ChildServer server) throws IOException {
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

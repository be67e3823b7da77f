package org.bocau.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.bocau.mailbox.StoreCheck;
import org.bocau.testing.ChildServer;
import org.bocau.testing.Program;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk fills up: everybody is told to try later, nothing that was acknowledged is lost, and
 * with room again the server goes on by itself. Needs the right to mount a file system of its own.
 */
class DiskFullIT {
    private static final int MEGABYTE = 1 << 20;
    private static final int PAGE = 4096;

    private static final int MOST_MESSAGES = 2_000;
    private static final int MOST_SEGMENTS = 100;
    private static final Duration RECOVERY = Duration.ofMinutes(2);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path home;

    private final Ledger inbox = new Ledger("INBOX");
    private final Random random = new Random(4711);

    @Test
    void defersAndRecoversByItself() throws Exception {
        var data = Files.createDirectories(home.resolve("data"));
        mount(data);
        try (var server = new ChildServer(home, List.of("an"), "-Xmx256m")) {
            server.start();
            deliver(server, Sample.of(random));
            try (var talk = ImapTalk.as(server, "an")) {
                fill(server);
                spoolIsFull(server, talk);
                tablesAreFull(server, talk);
            }
            logIsFull(server);
            Files.delete(filler(server));
            recovers(server);

            fill(server);
            assertThat(firstRefusal(server)).startsWith("451 4.3.0");
            server.kill();
            startsOnceThereIsRoom(server);
            recovers(server);
        } finally {
            var _ = Program.run(home, List.of("umount", data.toString()));
        }
    }

    private void mount(Path data) {
        var size = "size=500m,mode=755";
        var command = List.of("mount", "-t", "tmpfs", "-o", size, "tmpfs", data.toString());
        var mounted = Program.run(home, command);
        if (mounted.status() != 0) {
            System.err.printf(
                    "%n%1$s%nSKIPPED: DiskFullIT needs the right to mount: %2$s%1$s%n",
                    "=".repeat(78) + "\n", mounted.output());
        }
        Assumptions.assumeTrue(mounted.status() == 0, "cannot mount a file system");
    }

    private static Path filler(ChildServer server) {
        return server.data().resolve("filler");
    }

    /** Takes all room that is left. */
    private static void fill(ChildServer server) throws IOException {
        var file = filler(server);
        try (var out =
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (file.toFile().getUsableSpace() > MEGABYTE) {
                out.write(new byte[MEGABYTE]);
            }
            fillToTheLast(out);
        }
    }

    private static void fillToTheLast(OutputStream out) {
        try {
            while (true) {
                out.write(new byte[PAGE]);
            }
        } catch (IOException full) { // as it should be
        }
    }

    private void deliver(ChildServer server, Sample message) throws IOException {
        try (var smtp = new SmtpClient(server)) {
            smtp.envelope(List.of("an"));
            var doubt = inbox.coming(List.of(message.digest()));
            smtp.data(message);
            inbox.done(doubt);
        }
    }

    private void append(ImapTalk talk, Sample message) throws IOException {
        var doubt = inbox.coming(List.of(message.digest()));
        inbox.done(doubt, List.of(talk.append("INBOX", message)));
    }

    private String firstRefusal(ChildServer server) throws IOException {
        for (int n = 0; n < MOST_MESSAGES; n++) {
            try {
                deliver(server, Sample.of(random));
            } catch (SmtpClient.Refused full) {
                return String.valueOf(full.getMessage());
            }
        }
        throw new AssertionError("the disk did not fill up");
    }

    /** Large messages are a file while they come. RFC 5321 §4.2.2: 452. */
    private void spoolIsFull(ChildServer server, ImapTalk talk) throws IOException {
        assertThatThrownBy(() -> deliver(server, Sample.huge(random)))
                .hasMessageStartingWith("452 4.3.1");
        assertThatThrownBy(() -> append(talk, Sample.huge(random)))
                .hasMessageContaining("x NO [UNAVAILABLE]");
        talk.command("NOOP");
    }

    /** Also who has a session: the connection stays. */
    private void tablesAreFull(ChildServer server, ImapTalk talk) throws IOException {
        assertThat(firstRefusal(server)).startsWith("451 4.3.0");
        assertThatThrownBy(
                        () -> {
                            for (int n = 0; n < MOST_MESSAGES; n++) {
                                append(talk, Sample.of(random));
                            }
                        })
                .hasMessageContaining("x NO [UNAVAILABLE]");
    }

    /** PostgreSQL itself cannot go on without its log: it ends, and comes back once it can. */
    private void logIsFull(ChildServer server) {
        assertThatThrownBy(() -> switchSegments(server)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> deliver(server, Sample.of(random))).hasMessageStartingWith("451 ");
    }

    private static void switchSegments(ChildServer server) throws SQLException, IOException {
        try (var connection = DurabilityIT.superuser(server).getConnection();
                var statement = connection.createStatement()) {
            for (int n = 0; n < MOST_SEGMENTS; n++) {
                statement.execute("select pg_logical_emit_message(false, '', ''), pg_switch_wal()");
            }
        }
    }

    /** Without room it may end with a sentence; somebody starts it again, as systemd does. */
    private static void startsOnceThereIsRoom(ChildServer server) throws IOException {
        boolean started;
        try {
            server.start();
            started = true;
        } catch (IOException refused) {
            started = false;
        }
        Files.delete(filler(server));
        if (!started) {
            server.start();
        }
    }

    private void recovers(ChildServer server) throws IOException {
        long deadline = System.nanoTime() + RECOVERY.toNanos();
        for (boolean delivered = false; !delivered; ) {
            assertThat(System.nanoTime()).as("recovered in time").isLessThan(deadline);
            try {
                deliver(server, Sample.of(random));
                delivered = true;
            } catch (SmtpClient.Refused notYet) {
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        }
        try (var talk = ImapTalk.as(server, "an")) {
            inbox.compare(talk.contents("INBOX"));
        }
        assertThat(StoreCheck.problems(DurabilityIT.database(server))).isEmpty();
    }
}

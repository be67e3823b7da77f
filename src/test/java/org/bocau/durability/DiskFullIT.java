package org.bocau.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Room that is left for the database when the rest is taken away. */
    private static final int LEFT = 24 * MEGABYTE;

    private static final int MOST_MESSAGES = 2_000;
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
            deliver(server);
            fill(data);
            assertThat(firstRefusal(server)).matches("4[25][12] .*");
            imapSaysTryLater(server);
            Files.delete(data.resolve("filler"));
            recovers(server);
        } finally {
            var _ = Program.run(home, List.of("umount", data.toString()));
        }
    }

    private void mount(Path data) {
        var size = "size=700m,mode=755";
        var command = List.of("mount", "-t", "tmpfs", "-o", size, "tmpfs", data.toString());
        var mounted = Program.run(home, command);
        if (mounted.status() != 0) {
            System.err.printf(
                    "%n%1$s%nSKIPPED: DiskFullIT needs the right to mount: %2$s%1$s%n",
                    "=".repeat(78) + "\n", mounted.output());
        }
        Assumptions.assumeTrue(mounted.status() == 0, "cannot mount a file system");
    }

    private static void fill(Path data) throws IOException {
        var filler = data.resolve("filler");
        var megabyte = new byte[MEGABYTE];
        try (var out = Files.newOutputStream(filler)) {
            while (data.toFile().getUsableSpace() > LEFT) {
                out.write(megabyte);
            }
        }
    }

    private void deliver(ChildServer server) throws IOException {
        try (var smtp = new SmtpClient(server)) {
            smtp.envelope(List.of("an"));
            var message = Sample.of(random);
            var doubt = inbox.coming(List.of(message.digest()));
            smtp.data(message);
            inbox.done(doubt);
        }
    }

    private String firstRefusal(ChildServer server) throws IOException {
        for (int n = 0; n < MOST_MESSAGES; n++) {
            try {
                deliver(server);
            } catch (SmtpClient.Refused full) {
                return String.valueOf(full.getMessage());
            }
        }
        throw new AssertionError("the disk did not fill up");
    }

    /** Also who has a session: the connection stays. */
    private void imapSaysTryLater(ChildServer server) {
        try (var talk = ImapTalk.as(server, "an")) {
            for (int n = 0; n < MOST_MESSAGES; n++) {
                var message = Sample.of(random);
                var doubt = inbox.coming(List.of(message.digest()));
                inbox.done(doubt, List.of(talk.append("INBOX", message)));
            }
            throw new AssertionError("the disk did not fill up");
        } catch (IOException refused) {
            assertThat(refused).hasMessageContaining("x NO ");
        }
    }

    private void recovers(ChildServer server) throws IOException {
        long deadline = System.nanoTime() + RECOVERY.toNanos();
        for (boolean delivered = false; !delivered; ) {
            assertThat(System.nanoTime()).as("recovered in time").isLessThan(deadline);
            try {
                deliver(server);
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

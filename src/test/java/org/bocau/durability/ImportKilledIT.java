package org.bocau.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.bocau.testing.ChildServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} in the middle of an import, more than once: it goes on by itself, with every
 * message once. That its server died is no failure of its own (decision 0091).
 */
class ImportKilledIT {
    private static final int MESSAGES = 8_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern COUNT = Pattern.compile("\\(MESSAGES (\\d+)\\)");
    private static final Pattern SUBJECT = Pattern.compile("(?m)^Subject: No (\\d+)\r?$");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path home;

    /** Every third has no Message-ID: it is known by its octets alone. */
    private static byte[] mbox() {
        var text = new StringBuilder();
        for (int n = 1; n <= MESSAGES; n++) {
            text.append("From lan@example.net Sat Mar  1 10:00:00 2025\n");
            if (n % 3 != 0) text.append("Message-ID: <").append(n).append("@one.example>\n");
            text.append("Subject: No ").append(n).append("\n\n");
            text.append("Chào An, thư đây.\n".repeat(20)).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static int count(ImapTalk imap) throws IOException {
        var found = COUNT.matcher(imap.command("STATUS INBOX (MESSAGES)"));
        assertThat(found.find()).isTrue();
        return Integer.parseInt(found.group(1));
    }

    /** Kills the server as soon as so many are there. */
    private static void killAt(ChildServer server, int messages) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var imap = ImapTalk.as(server, "an")) {
            while (count(imap) < messages) {
                assertThat(System.nanoTime()).as("it goes on").isLessThan(deadline);
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            server.kill();
        }
    }

    @Test
    void everyMessageComesOnce() throws Exception {
        try (var server = new ChildServer(home, List.of("an"), "-Xmx256m")) {
            server.start();
            String path;
            try (var browsing = new Browsing(server)) {
                browsing.signIn("an");
                path = browsing.importMail("cu.mbox", mbox());
            }
            for (int messages : List.of(300, 1500)) {
                killAt(server, messages);
                server.start();
                try (var imap = ImapTalk.as(server, "an")) {
                    assertThat(count(imap)).as("in the middle").isLessThan(MESSAGES);
                }
            }
            try (var browsing = new Browsing(server)) {
                browsing.signIn("an");
                browsing.awaitImport(path);
            }
            try (var imap = ImapTalk.as(server, "an")) {
                imap.command("EXAMINE INBOX");
                var said = imap.command("FETCH 1:* (BODY.PEEK[HEADER.FIELDS (SUBJECT)])");
                var numbers =
                        SUBJECT.matcher(said)
                                .results()
                                .map(found -> Integer.parseInt(found.group(1)))
                                .sorted()
                                .toList();
                assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, MESSAGES).boxed().toList());
            }
        }
    }
}

package org.bocau.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.bocau.mailbox.MailStore;
import org.bocau.mailbox.Mailboxes;
import org.bocau.mailbox.UidSet;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.junit.jupiter.api.Test;

/** Whole maildrops over a real socket: every octet, in order, however they are asked for. */
@IntegrationTest
class Pop3DownloadTest {
    private final TestServer server;
    private final TestAccount an;

    Pop3DownloadTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    private Wire login() throws IOException {
        var wire = Wire.connect(server.port("pop3"));
        wire.readLine();
        wire.ask("USER " + an.login());
        assertThat(wire.ask("PASS " + an.password())).startsWith("+OK");
        return wire;
    }

    /** Sizes on both sides of what is read together, what comes in one row, and one chunk. */
    private List<byte[]> deliver() throws IOException {
        var random = new Random(4711);
        int[] sizes = {10, 200_000, 100_000, 130_000, 131_072, 131_073, 300_000, 50, 262_144};
        var messages = new ArrayList<byte[]>();
        for (int i = 0; i < 60; i++) {
            int size = i < sizes.length ? sizes[i] : 20 + random.nextInt(20_000);
            messages.add(message(i, size, random));
            server.deliver(an.login(), messages.getLast());
        }
        return messages;
    }

    private static byte[] message(int number, int size, Random random) {
        var text = new StringBuilder("Subject: " + number + "\r\n\r\n");
        while (text.length() < size) {
            text.append(random.nextInt(9) == 0 ? "..dots" : "a line of text ")
                    .append(random.nextInt())
                    .append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** A response's octets, dots unstuffed. */
    private static byte[] retrieved(Wire wire) throws IOException {
        assertThat(wire.readLine()).startsWith("+OK");
        var octets = new ByteArrayOutputStream();
        for (var line = wire.readLine(); !".".equals(line); line = wire.readLine()) {
            var text = Objects.requireNonNull(line);
            octets.writeBytes(
                    ((text.startsWith(".") ? text.substring(1) : text) + "\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
        }
        return octets.toByteArray();
    }

    @Test
    void oneAfterTheOtherAllAtOnceAndInAnyOrder() throws IOException {
        var messages = deliver();
        try (var wire = login()) {
            for (int number = 1; number <= messages.size(); number++) {
                wire.line("RETR " + number);
                assertThat(retrieved(wire))
                        .as("RETR %d", number)
                        .isEqualTo(messages.get(number - 1));
            }
            var all = new StringBuilder();
            for (int number = 1; number <= messages.size(); number++) {
                all.append("RETR ").append(number).append("\r\n");
            }
            wire.send(all.toString());
            for (var message : messages) {
                assertThat(retrieved(wire)).isEqualTo(message);
            }
            for (int number : new Random(7).ints(100, 1, messages.size() + 1).toArray()) {
                wire.line("RETR " + number);
                assertThat(retrieved(wire))
                        .as("RETR %d", number)
                        .isEqualTo(messages.get(number - 1));
            }
        }
    }

    /** Who downloads has a thread of the system's, and gives it back when he pauses. */
    @Test
    void whoPausesGoesOnWhereHeWas() throws IOException {
        var messages = deliver();
        try (var wire = login()) {
            for (int number = 1; number <= 6; number++) {
                wire.line("RETR " + number);
                assertThat(retrieved(wire)).isEqualTo(messages.get(number - 1));
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> downloads() == 0);
            for (int number = 7; number <= messages.size(); number++) {
                wire.line("RETR " + number);
                assertThat(retrieved(wire)).isEqualTo(messages.get(number - 1));
            }
            assertThat(wire.ask("QUIT")).startsWith("+OK");
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> downloads() == 0);
    }

    private static long downloads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("download-"))
                .count();
    }

    /** What was read ahead is given; what was not is told to be gone. */
    @Test
    void messagesThatImapRemovesMeanwhileNeverShiftTheOthers() throws IOException {
        var messages = deliver();
        var inbox = server.bean(Mailboxes.class).find(an.id(), "INBOX").orElseThrow().id();
        var store = server.bean(MailStore.class);
        long[] uids = store.messages(inbox).uids();
        try (var wire = login()) {
            wire.line("RETR 20");
            retrieved(wire);
            store.remove(inbox, UidSet.of(Arrays.copyOfRange(uids, 30, 40)));
            for (int number = 21; number <= messages.size(); number++) {
                wire.line("RETR " + number);
                if (number > 30 && number <= 40) {
                    assertThat(wire.readLine())
                            .isEqualTo("-ERR message " + number + " has been removed meanwhile");
                } else {
                    assertThat(retrieved(wire)).isEqualTo(messages.get(number - 1));
                }
            }
            assertThat(wire.ask("STAT")).startsWith("+OK " + messages.size() + " ");
        }
    }

    @Test
    void deletesAsItGoes() throws IOException {
        var messages = deliver();
        try (var wire = login()) {
            var all = new StringBuilder();
            for (int number = 1; number <= messages.size(); number++) {
                all.append("RETR %d\r\nDELE %d\r\n".formatted(number, number));
            }
            wire.send(all + "QUIT\r\n");
            for (var message : messages) {
                assertThat(retrieved(wire)).isEqualTo(message);
                assertThat(wire.readLine()).startsWith("+OK message");
            }
            assertThat(wire.readLine()).endsWith("(maildrop empty)");
        }
        try (var wire = login()) {
            assertThat(wire.ask("STAT")).isEqualTo("+OK 0 0");
        }
    }

    @Test
    void nulIsSentAsCyrusSendsIt() throws IOException {
        server.deliver(an.login(), "Subject: nul\r\n\r\na\0b\r\n");
        try (var wire = login()) {
            wire.line("RETR 1");
            assertThat(new String(retrieved(wire), StandardCharsets.ISO_8859_1))
                    .isEqualTo("Subject: nul\r\n\r\na\u0080b\r\n");
        }
    }
}

package org.bocau.durability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bocau.testing.ChildServer;
import org.bocau.testing.Wire;

/**
 * Senders that deliver messages of some kilobytes to two accounts, one after the other on eight
 * connections, and remember which were acknowledged. A message's subject is the SHA-256 of its
 * body.
 */
final class Load {
    private static final int SENDERS = 8;

    private final ChildServer server;
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Semaphore acknowledgements = new Semaphore(0);
    private final AtomicBoolean stopping = new AtomicBoolean();

    Load(ChildServer server) {
        this.server = server;
    }

    /** Runs until {@code meanwhile} has done its work and the connections have ended. */
    void during(int acknowledgedFirst, Interruption meanwhile)
            throws IOException, InterruptedException {
        stopping.set(false);
        var senders = new ArrayList<Thread>();
        for (int number = 0; number < SENDERS; number++) {
            var random = new Random(sent.size() * 31L + number);
            senders.add(Thread.ofVirtual().name("sender-" + number).start(() -> send(random)));
        }
        boolean enough =
                acknowledgements.tryAcquire(
                        acknowledgedFirst, Duration.ofMinutes(3).toSeconds(), TimeUnit.SECONDS);
        meanwhile.happen();
        stopping.set(true);
        for (var sender : senders) {
            sender.join();
        }
        acknowledgements.drainPermits();
        if (!enough) {
            throw new AssertionError(
                    "only " + acknowledged.size() + " messages were acknowledged in three minutes");
        }
    }

    /** What happens to the server under load. */
    interface Interruption {
        void happen() throws IOException;
    }

    private void send(Random random) {
        try (var wire = Wire.connect(server.port("smtp"))) {
            reply(wire, "220");
            ask(wire, "EHLO load.example", "250");
            while (!stopping.get()) {
                sendOne(wire, random);
            }
        } catch (IOException ended) { // killed under us: what this test is about
        }
    }

    private void sendOne(Wire wire, Random random) throws IOException {
        var body = body(random);
        var subject = digest(body);
        ask(wire, "MAIL FROM:<ada@elsewhere.example>", "250");
        ask(wire, "RCPT TO:<" + ChildServer.address("an") + ">", "250");
        ask(wire, "RCPT TO:<" + ChildServer.address("binh") + ">", "250");
        ask(wire, "DATA", "354");
        sent.add(subject);
        wire.send("Subject: " + subject + "\r\n\r\n" + body + ".\r\n");
        reply(wire, "250");
        acknowledged.add(subject);
        acknowledgements.release();
    }

    private static void ask(Wire wire, String command, String code) throws IOException {
        wire.line(command);
        reply(wire, code);
    }

    private static void reply(Wire wire, String code) throws IOException {
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

    private static String body(Random random) {
        var text = new StringBuilder();
        for (int lines = 5 + random.nextInt(200); lines > 0; lines--) {
            text.append(HexFormat.of().toHexDigits(random.nextLong())).append("\r\n");
        }
        return text.toString();
    }

    static String digest(String octets) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(sha.digest(octets.getBytes(StandardCharsets.ISO_8859_1)), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Set<String> acknowledged() {
        return acknowledged;
    }

    /** Everything whose data went out, acknowledged or not. */
    Set<String> sent() {
        return sent;
    }

    /**
     * Subjects of all messages in an INBOX whose body is what the subject says; others as they are.
     */
    static List<String> found(ChildServer server, String account) throws IOException {
        var found = new ArrayList<String>();
        try (var inbox = Inbox.open(server, account)) {
            inbox.each(message -> {
                int body = message.indexOf("\r\n\r\n") + 4;
                var subject = message.replaceFirst("(?s).*?Subject: (\\S+).*", "$1");
                boolean whole = digest(message.substring(body)).equals(subject);
                found.add(whole ? subject : "damaged " + subject);
            });
        }
        return found;
    }
}

package org.bocau.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.bocau.testing.ChildServer;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Messages of almost fifty megabytes pass through a server that has a heap of 256 MB. */
class LargeMessageIT {
    private static final int LINES = 680_000;
    private static final String HEADER =
            """
            From: <ada@elsewhere.example>\r
            Subject: large\r
            MIME-Version: 1.0\r
            Content-Type: multipart/mixed; boundary="cut"\r
            \r
            --cut\r
            Content-Type: application/octet-stream; name="large.bin"\r
            Content-Disposition: attachment; filename="large.bin"\r
            Content-Transfer-Encoding: base64\r
            \r
            """;
    private static final String END = "--cut--\r\n";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path home;

    @Test
    void passThroughEveryProtocol() throws Exception {
        try (var server = new ChildServer(home, List.of("an"), "-Xmx256m")) {
            server.start();
            var body = digest(LargeMessageIT::writeMessage);
            append(server, HEADER, END);
            deliverThree(server);

            assertThat(fetched(server, 1)).isEqualTo(body);
            assertThat(fetched(server, 4)).isNotEqualTo(body); // Received stands before it
            assertThat(retrieved(server, 1)).isEqualTo(body);
            goThroughTheWeb(server, body);
        }
    }

    /** Each of the pieces is read, folded and written before the next one is. */
    @Test
    void textOfFiftyMegabytesIsFoundToItsEnd() throws Exception {
        try (var server = new ChildServer(home, List.of("an"), "-Xmx256m")) {
            server.start();
            append(server, "Content-Type: text/plain; charset=utf-8\r\n\r\n", "Kim đáy bể\r\n");
            try (var wire = imap(server)) {
                wire.line("b EXAMINE INBOX");
                answer(wire);
                assertThat(found(wire, "BODY \"Kim \"")).isEqualTo("* SEARCH 1");
                assertThat(found(wire, "BODY \"kim day\"")).isEqualTo("* SEARCH");
                assertThat(found(wire, "FUZZY BODY \"day be\"")).isEqualTo("* SEARCH 1");
            }
        }
    }

    private static String found(Wire wire, String keys) throws IOException {
        wire.line("c SEARCH " + keys);
        var found = Objects.requireNonNull(wire.readLine());
        while (!found.startsWith("* SEARCH")) {
            found = Objects.requireNonNull(wire.readLine()); // it is still indexing
        }
        answer(wire);
        return found;
    }

    private static void goThroughTheWeb(ChildServer server, String body) throws Exception {
        var file = digest(out -> zeros().transferTo(out));
        try (var browsing = new Browsing(server)) {
            browsing.signIn("an");

            assertThat(digest(out -> browsing.download("/mail/inbox/1/source?download=1", out)))
                    .isEqualTo(body);
            browsing.sendFile("an", LargeMessageIT::zeros); // the fifth in the INBOX
            browsing.await("/mail/inbox/5");
            assertThat(digest(out -> browsing.download("/mail/inbox/5/part/2", out)))
                    .isEqualTo(file);
        }
    }

    /** A file of 34 MB: in base64 as large as a message may be. */
    private static InputStream zeros() {
        return new BoundedZeros(34 << 20);
    }

    private static final class BoundedZeros extends InputStream {
        private int left;

        BoundedZeros(int octets) {
            left = octets;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            int n = Math.min(left, length);
            Arrays.fill(buffer, offset, offset + n, (byte) 0);
            left -= n;
            return n == 0 ? -1 : n;
        }
    }

    /** Something that writes. */
    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private static String digest(Writing writing) throws Exception {
        var sha = MessageDigest.getInstance("SHA-256");
        try (var out =
                new BufferedOutputStream(
                        new DigestOutputStream(OutputStream.nullOutputStream(), sha))) {
            writing.to(out);
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    /** 74 octets a line: base64 that says nothing, but not the same line again and again. */
    private static void writeMessage(OutputStream out) throws IOException {
        writeMessage(HEADER, END, out);
    }

    private static void writeMessage(String header, String end, OutputStream out)
            throws IOException {
        out.write(header.getBytes(StandardCharsets.UTF_8));
        var random = new Random(4711);
        var line = new byte[74];
        for (int n = 0; n < LINES; n++) {
            for (int at = 0; at < 72; at += 8) {
                var text = HexFormat.of().toHexDigits(random.nextInt());
                System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, line, at, 8);
            }
            line[72] = '\r';
            line[73] = '\n';
            out.write(line);
        }
        out.write(end.getBytes(StandardCharsets.UTF_8));
    }

    private static int octets() {
        return octets(HEADER, END);
    }

    private static int octets(String header, String end) {
        return (header + end).getBytes(StandardCharsets.UTF_8).length + LINES * 74;
    }

    private static void append(ChildServer server, String header, String end) throws IOException {
        try (var wire = imap(server)) {
            wire.line("b APPEND INBOX {" + octets(header, end) + "}");
            assertThat(wire.readLine()).startsWith("+");
            var out = new BufferedOutputStream(wire.socket().getOutputStream(), 1 << 16);
            writeMessage(header, end, out);
            out.flush();
            wire.send("\r\n");
            assertThat(answer(wire)).startsWith("b OK");
        }
    }

    /** Three at a time: 150 MB on their way through 256. */
    private static void deliverThree(ChildServer server) throws Exception {
        var failures = new ConcurrentLinkedQueue<Throwable>();
        Runnable deliver =
                () -> {
                    try {
                        deliver(server);
                    } catch (IOException | AssertionError e) {
                        failures.add(e);
                    }
                };
        var senders =
                IntStream.range(0, 3).mapToObj(_ -> Thread.ofVirtual().start(deliver)).toList();
        for (var sender : senders) {
            sender.join();
        }
        assertThat(failures).isEmpty();
    }

    private static void deliver(ChildServer server) throws IOException {
        try (var wire = Wire.connect(server.port("smtp"))) {
            wire.socket().setSoTimeout(300_000);
            wire.readLine();
            wire.ask("HELO a.example");
            assertThat(wire.ask("MAIL FROM:<ada@elsewhere.example>")).startsWith("250");
            assertThat(wire.ask("RCPT TO:<an@child.example>")).startsWith("250");
            assertThat(wire.ask("DATA")).startsWith("354");
            var out = new BufferedOutputStream(wire.socket().getOutputStream(), 1 << 16);
            writeMessage(out);
            out.flush();
            assertThat(wire.ask(".")).startsWith("250");
        }
    }

    private static Wire imap(ChildServer server) throws IOException {
        var wire = Wire.connect(server.port("imap"));
        wire.socket().setSoTimeout(300_000);
        wire.readLine();
        wire.line("a LOGIN an@child.example " + TestServer.PASSWORD);
        assertThat(answer(wire)).startsWith("a OK");
        return wire;
    }

    private static String answer(Wire wire) throws IOException {
        while (true) {
            var line = Objects.requireNonNull(wire.readLine());
            if (!line.startsWith("* ")) {
                return line;
            }
        }
    }

    private static String fetched(ChildServer server, int number) throws Exception {
        try (var wire = imap(server)) {
            wire.line("b EXAMINE INBOX");
            answer(wire);
            wire.line("c FETCH " + number + " BODY.PEEK[]");
            var line = Objects.requireNonNull(wire.readLine());
            int size = Integer.parseInt(line.replaceFirst(".*\\{(\\d+)}", "$1"));
            return digest(out -> copy(wire.in(), out, size));
        }
    }

    private static void copy(InputStream in, OutputStream out, int octets) throws IOException {
        var buffer = new byte[1 << 16];
        for (int left = octets; left > 0; ) {
            int n = in.read(buffer, 0, Math.min(buffer.length, left));
            if (n < 0) {
                throw new IOException("ended " + left + " octets early");
            }
            out.write(buffer, 0, n);
            left -= n;
        }
    }

    private static String retrieved(ChildServer server, int number) throws Exception {
        try (var wire = Wire.connect(server.port("pop3"))) {
            wire.socket().setSoTimeout(300_000);
            wire.readLine();
            wire.ask("USER an@child.example");
            assertThat(wire.ask("PASS " + TestServer.PASSWORD)).startsWith("+OK");
            assertThat(wire.ask("LIST " + number)).isEqualTo("+OK " + number + " " + octets());
            assertThat(wire.ask("RETR " + number)).startsWith("+OK");
            var digest = digest(out -> copy(wire.in(), out, octets()));
            assertThat(wire.readLine()).isEqualTo(".");
            return digest;
        }
    }
}

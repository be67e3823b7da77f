package org.bocau.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One connection between a session and a client, over loopback. */
@Timeout(60)
class ConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir Path directory;
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    /** Answers each line with {@code OK line}; STARTTLS, QUIT and limits as protocols have them. */
    private Function<Connection, Session> echo(Duration within) {
        return connection ->
                () -> {
                    while (true) {
                        try {
                            var line = connection.readLine(100, within);
                            if (line == null) {
                                say(connection, "BYE");
                                connection.flush();
                                return;
                            }
                            say(connection, "OK " + line.text());
                            boolean waiting = connection.inputWaiting();
                            seen.add(line.text() + (waiting ? " waiting" : ""));
                            if (line.text().equals("STARTTLS")) {
                                connection.flush();
                                connection.startTls();
                            } else if (!waiting) {
                                connection.flush();
                            }
                        } catch (LineTooLongException e) {
                            say(connection, "TOO LONG");
                        } catch (DeadlineException e) {
                            say(connection, "DEADLINE");
                            connection.flush();
                            return;
                        }
                    }
                };
    }

    private static void say(Connection connection, String line) throws IOException {
        connection.out().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private Harbour harbour(String... settings) {
        return new Harbour(directory, List.of(settings), Harbour.plain("echo", echo(LONG)));
    }

    private @Nullable String seen() throws InterruptedException {
        return seen.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void holdsTheFlushBackWhileAWholeLineWaits() throws Exception {
        try (var harbour = harbour();
                var client = harbour.connect("echo")) {
            client.say("a\r\nb\r\nc\r\nhalf");
            assertThat(client.hear()).isEqualTo("OK a");
            assertThat(client.hear()).isEqualTo("OK b");
            assertThat(client.hear()).isEqualTo("OK c"); // though half a line waits
            assertThat(List.of(seen.take(), seen.take(), seen.take()))
                    .containsExactly("a waiting", "b waiting", "c");
        }
    }

    @Test
    void goesOnAfterALineThatIsTooLong() throws Exception {
        try (var harbour = harbour();
                var client = harbour.connect("echo")) {
            client.say("x".repeat(100_000) + "\r\nnext\r\n");
            assertThat(client.hear()).isEqualTo("TOO LONG");
            assertThat(client.hear()).isEqualTo("OK next");
        }
    }

    @Test
    void theDeadlineIsForTheLineAndNotForEachOctet() throws Exception {
        var service = Harbour.plain("echo", echo(Duration.ofMillis(500)));
        try (var harbour = new Harbour(directory, List.of(), service);
                var client = harbour.connect("echo")) {
            long began = System.nanoTime();
            var dripping =
                    Thread.ofVirtual()
                            .start(() -> {
                                var pace = new LinkedBlockingQueue<String>();
                                try {
                                    while (true) {
                                        client.say("x");
                                        pace.poll(50, TimeUnit.MILLISECONDS);
                                    }
                                } catch (IOException | InterruptedException e) {
                                    // closed by the other side, or done
                                }
                            });
            assertThat(client.hear()).isEqualTo("DEADLINE");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONG);
            client.hangUp();
            dripping.join();
        }
    }

    /** Longer ones have no timer of their own. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theClockworkEndsALongWait(boolean secure) throws Exception {
        var service = Harbour.plain("echo", echo(Duration.ofMillis(2_200)));
        try (var harbour = new Harbour(directory, List.of(), service);
                var client = harbour.connect("echo")) {
            if (secure) {
                client.say("STARTTLS\r\n");
                assertThat(client.hear()).isEqualTo("OK STARTTLS");
                client.startTls();
            }
            client.say("half a li");
            assertThat(client.hear()).isEqualTo("DEADLINE");
            assertThat(client.hear()).isNull();
        }
    }

    @Test
    void whoAwaitsInputTakesNoneOfIt() throws Exception {
        Function<Connection, Session> patient =
                connection ->
                        () -> {
                            boolean soon = connection.awaitInput(Duration.ofMillis(20));
                            say(connection, soon ? "SOON" : "NOTHING");
                            connection.flush();
                            while (!connection.awaitInput(Duration.ofMillis(20))) {
                                seen.add("again");
                            }
                            var line = connection.readLine(100, LONG);
                            seen.add(line == null ? "end" : line.text());
                            assertThat(connection.awaitInput(LONG)).isTrue(); // the end
                        };
        try (var harbour = new Harbour(directory, List.of(), Harbour.plain("patient", patient));
                var client = harbour.connect("patient")) {
            assertThat(client.hear()).isEqualTo("NOTHING");
            assertThat(seen()).isEqualTo("again");
            client.say("whole\r\n");
            var next = seen();
            while ("again".equals(next)) {
                next = seen();
            }
            assertThat(next).isEqualTo("whole");
            client.hangUp();
        }
    }

    @Test
    void rawOctetsHaveTheirOwnDeadline() throws Exception {
        Function<Connection, Session> reader =
                connection ->
                        () -> {
                            connection.deadline(Duration.ofMillis(200));
                            assertThatExceptionOfType(DeadlineException.class)
                                    .isThrownBy(() -> connection.in().readNBytes(10));
                            seen.add("deadline");
                        };
        try (var harbour = new Harbour(directory, List.of(), Harbour.plain("raw", reader));
                var client = harbour.connect("raw")) {
            client.say("12345");
            assertThat(seen()).isEqualTo("deadline");
            assertThat(client.hear()).isNull();
        }
    }

    @Test
    void aClientCannotAskForOneHandshakeAfterTheOther() throws Exception {
        try (var harbour = harbour();
                var client = harbour.connect("echo")) {
            client.say("STARTTLS\r\n");
            assertThat(client.hear()).isEqualTo("OK STARTTLS");
            client.startTls("TLSv1.2");
            client.say("a\r\n");
            assertThat(client.hear()).isEqualTo("OK a");
            assertThatThrownBy(
                            () -> {
                                client.handshake();
                                client.say("b\r\n").hear();
                            })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void upgradesToTls() throws Exception {
        try (var harbour = harbour();
                var client = harbour.connect("echo")) {
            client.say("STARTTLS\r\n");
            assertThat(client.hear()).isEqualTo("OK STARTTLS");
            client.startTls();
            client.say("a\r\nb\r\n");
            assertThat(client.hear()).isEqualTo("OK a");
            assertThat(client.hear()).isEqualTo("OK b");
        }
    }

    /** RFC 3207 §4.2, and CVE-2021-38542 with its successor: what came in the clear is not read. */
    @ParameterizedTest
    @ValueSource(strings = {"same segment", "after the reply", "split"})
    void nothingSentBeforeTheHandshakeIsAnsweredInsideIt(String timing) throws Exception {
        try (var harbour = harbour();
                var client = harbour.connect("echo")) {
            switch (timing) {
                case "same segment" -> client.say("STARTTLS\r\nINJECTED\r\n");
                case "split" -> client.say("STARTTLS\r\nINJ").say("ECTED\r\n");
                default -> client.say("STARTTLS\r\n");
            }
            assertThat(client.hear()).isEqualTo("OK STARTTLS");
            if (timing.equals("after the reply")) {
                client.say("INJECTED\r\n");
            }
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> {
                        client.startTls();
                        assertThat(client.hear()).isNull();
                        throw new IOException("closed as it should be");
                    });
            assertThat(seen()).startsWith("STARTTLS");
            assertThat(seen).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Service.Tls.class,
            names = {"IMPLICIT", "NONE"})
    void aSessionBlockedInAReadSaysGoodByeWhenStopped(Service.Tls tls) throws Exception {
        var service = Harbour.service("echo", tls, echo(LONG));
        try (var harbour = new Harbour(directory, List.of(), service);
                var client = harbour.connect("echo")) {
            if (tls == Service.Tls.IMPLICIT) {
                client.startTls();
            }
            client.say("a\r\n");
            assertThat(client.hear()).isEqualTo("OK a");
            var stopping = Thread.ofVirtual().start(harbour.listeners()::stop);
            assertThat(client.hear()).isEqualTo("BYE");
            assertThat(client.hear()).isNull();
            client.hangUp();
            assertThat(stopping.join(Duration.ofSeconds(10))).isTrue();
            assertThat(harbour.failures.count()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Service.Tls.class,
            names = {"IMPLICIT", "NONE"})
    void aPeerThatDoesNotReadIsClosed(Service.Tls tls) throws Exception {
        Function<Connection, Session> torrent =
                connection ->
                        () -> {
                            try {
                                while (true) {
                                    connection.out().write(new byte[100_000]);
                                }
                            } catch (IOException e) {
                                seen.add("closed");
                                throw e;
                            }
                        };
        var service = Harbour.service("torrent", tls, torrent);
        try (var harbour = new Harbour(directory, List.of("write-patience=1s"), service);
                var client = harbour.connect("torrent")) {
            if (tls == Service.Tls.IMPLICIT) {
                client.startTls();
            }
            assertThat(seen()).isEqualTo("closed");
            assertThat(harbour.failures.count()).isZero();
        }
    }

    @Test
    void aHandshakeThatDoesNotEndIsClosed() throws Exception {
        var service = Harbour.service("tls", Service.Tls.IMPLICIT, echo(LONG));
        try (var harbour = new Harbour(directory, List.of("handshake-patience=1s"), service);
                var client = harbour.connect("tls")) {
            client.say("\u0016\u0003\u0001"); // the beginning of a ClientHello
            try {
                assertThat(client.hear()).isNull();
            } catch (SocketException reset) {
                assertThat(reset).isNotNull();
            }
        }
    }

    @Test
    void theLastReplyArrivesThoughMoreInputWasSent() throws Exception {
        Function<Connection, Session> curt =
                connection ->
                        () -> {
                            assertThat(connection.readLine(100, LONG)).isNotNull();
                            say(connection, "GO AWAY");
                        };
        try (var harbour = new Harbour(directory, List.of(), Harbour.plain("curt", curt));
                var client = harbour.connect("curt")) {
            client.say("a\r\n" + "more\r\n".repeat(10_000));
            assertThat(client.hear()).isEqualTo("GO AWAY");
            assertThat(client.hear()).isNull();
        }
    }

    @Test
    void aBugIsCountedAndClosesTheConnection() throws Exception {
        Function<Connection, Session> broken =
                _ ->
                        () -> {
                            throw new IllegalStateException("on purpose");
                        };
        try (var harbour = new Harbour(directory, List.of(), Harbour.plain("bug", broken));
                var client = harbour.connect("bug")) {
            assertThat(client.hear()).isNull();
            assertThat(harbour.failures.count()).isEqualTo(1);
        }
    }
}

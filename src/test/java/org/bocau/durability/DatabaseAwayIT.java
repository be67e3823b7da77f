package org.bocau.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.bocau.testing.ChildServer;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The database goes away while people are connected, and comes back: everybody is told to try
 * later, nobody is thrown out for good, and nobody has to restart the server.
 */
class DatabaseAwayIT {
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    /** A minute by default. */
    private static final int SOCKET_SECONDS = 4;

    private static ChildServer server;

    private int letters;

    @BeforeAll
    static void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home) throws IOException {
        server = new ChildServer(home, List.of("an"), "-Xmx256m");
        server.set("spring.datasource.hikari.data-source-properties.socketTimeout", SOCKET_SECONDS);
        server.start();
    }

    /** What is to be waited for counts from here. */
    @BeforeEach
    void count() throws IOException {
        letters = ImapTalk.inbox(server, "an").size();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyProtocolSaysTryLaterAndRecoversByItself() throws Exception {
        cutOff(true);
        try {
            smtpDefers();
            imapIsUnavailable();
            pop3IsUnavailable();
            webIsHonest();
        } finally {
            cutOff(false);
        }
        recovers();
    }

    @Test
    void sessionsOutliveACutOfAllConnections() throws Exception {
        try (var imap = imap()) {
            terminateBackends();
            imapAnswers(imap);
            terminateBackends();
            imapAnswers(imap);
        }
        recovers();
    }

    /** A database that stands still is one that is away, as soon as a socket's time is over. */
    @Test
    void aFrozenDatabaseIsWaitedForAndGivenUp() throws Exception {
        Blow.freeze(
                server,
                () -> {
                    smtpDefers();
                    imapIsUnavailable();
                    pop3IsUnavailable();
                });
        recovers();
    }

    @Test
    void aRestartOfTheDatabaseIsNoRestartOfOurs() throws Exception {
        try (var imap = imap()) {
            Blow.RESTART.strike(server, new Random(1));
            imapAnswers(imap);
        }
        delivered();
    }

    /** No new connection is let in, and those there are end. */
    private static void cutOff(boolean away) throws Exception {
        try (var admin = DurabilityIT.superuser(server).getConnection();
                var statement = admin.createStatement()) {
            statement.execute("alter database bocau allow_connections " + !away);
        }
        if (away) {
            terminateBackends();
        }
    }

    private static void terminateBackends() throws Exception {
        try (var admin = DurabilityIT.superuser(server).getConnection();
                var statement = admin.createStatement()) {
            statement.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where datname = 'bocau'");
        }
    }

    private static void smtpDefers() throws IOException {
        try (var wire = Wire.connect(server.port("smtp"))) {
            assertThat(wire.readLine()).startsWith("220");
            assertThat(wire.ask("HELO a.example")).startsWith("250");
            assertThat(wire.ask("MAIL FROM:<a@elsewhere.example>")).startsWith("250");
            assertThat(wire.ask("RCPT TO:<an@child.example>")).startsWith("451 4.3.0");
            assertThat(wire.ask("NOOP")).startsWith("250");
        }
    }

    private static void imapIsUnavailable() throws IOException {
        try (var wire = Wire.connect(server.port("imap"))) {
            assertThat(wire.readLine()).startsWith("* OK");
            assertThat(wire.ask("a LOGIN an@child.example " + TestServer.PASSWORD))
                    .startsWith("a NO [UNAVAILABLE]");
            assertThat(wire.ask("b NOOP")).startsWith("b OK");
        }
    }

    private static void pop3IsUnavailable() throws IOException {
        try (var wire = Wire.connect(server.port("pop3"))) {
            assertThat(wire.readLine()).startsWith("+OK");
            assertThat(wire.ask("USER an@child.example")).startsWith("+OK");
            assertThat(wire.ask("PASS " + TestServer.PASSWORD)).startsWith("-ERR [SYS/TEMP]");
        }
    }

    private static void webIsHonest() throws Exception {
        var health = get("/actuator/health");
        assertThat(health.statusCode()).isEqualTo(503);
        var page = get("/sign-in");
        assertThat(page.statusCode()).isIn(200, 503);
        assertThat(page.body()).doesNotContain("Exception", "SQL", "jdbc", "org.bocau", "\tat ");
    }

    private static HttpResponse<String> get(String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(server.web().resolve(path))
                            .timeout(Duration.ofSeconds(60))
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Wire imap() throws IOException {
        var wire = Wire.connect(server.port("imap"));
        wire.readLine();
        wire.line("a LOGIN an@child.example " + TestServer.PASSWORD);
        assertThat(completion(wire, "a")).startsWith("a OK");
        wire.line("b SELECT INBOX");
        assertThat(completion(wire, "b")).startsWith("b OK");
        return wire;
    }

    /** Each command is answered by OK or by {@code NO [UNAVAILABLE]}, and OK comes soon. */
    private static void imapAnswers(Wire wire) throws IOException {
        long deadline = System.nanoTime() + RECOVERY.toNanos();
        while (true) {
            wire.line("c STATUS Sent (MESSAGES)");
            var answer = completion(wire, "c");
            if (answer.startsWith("c OK")) {
                return;
            }
            assertThat(answer).startsWith("c NO [UNAVAILABLE]");
            assertThat(System.nanoTime()).as("recovered in time").isLessThan(deadline);
        }
    }

    private static String completion(Wire wire, String tag) throws IOException {
        while (true) {
            var response = Objects.requireNonNull(wire.readResponse(), "closed");
            if (!response.startsWith("* ")) {
                assertThat(response).startsWith(tag + " ");
                return response;
            }
            assertThat(response).doesNotStartWith("* BYE");
        }
    }

    /** A message comes in and is read again, without a restart. */
    private void recovers() throws IOException {
        delivered();
        try (var log = Files.lines(server.log())) {
            assertThat(log.filter(line -> line.contains(" ERROR ")))
                    .allMatch(line -> line.contains("the embedded PostgreSQL has ended"));
        }
    }

    private void delivered() throws IOException {
        long deadline = System.nanoTime() + RECOVERY.toNanos();
        while (!delivers()) {
            assertThat(System.nanoTime()).as("recovered in time").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        // one whose acknowledgement was lost may be there as well
        assertThat(ImapTalk.inbox(server, "an")).hasSizeGreaterThan(letters);
    }

    private static boolean delivers() throws IOException {
        try (var wire = Wire.connect(server.port("smtp"))) {
            wire.readLine();
            wire.ask("HELO a.example");
            wire.ask("MAIL FROM:<a@elsewhere.example>");
            var rcpt = String.valueOf(wire.ask("RCPT TO:<an@child.example>"));
            if (!rcpt.startsWith("250")) {
                assertThat(rcpt).startsWith("451");
                return false;
            }
            wire.ask("DATA");
            return String.valueOf(wire.ask("Subject: x\r\n\r\nback\r\n.")).startsWith("250");
        }
    }
}

package org.bocau.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bocau.account.Accounts;
import org.bocau.account.Domains;
import org.bocau.account.NewAccount;
import org.bocau.message.EmailAddress;
import org.bocau.net.Listeners;
import org.bocau.testing.FreshServer;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * SMTP and POP3 on a server that trusts nobody: no password without TLS, not even from this
 * machine, and few connections for each address.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrictServerTest {
    private static final String AN = "an@strict.example";
    private static final String PASSWORD = "bay-cao-bay-xa-7";

    private FreshServer server;

    @BeforeAll
    void start(@TempDir Path home) {
        server =
                FreshServer.start(
                        home,
                        "security.plaintext-auth=never",
                        "security.trusted-networks=192.0.2.1",
                        "net.services.smtp.max-per-address=2",
                        "net.services.smtp.new-per-minute=40",
                        "net.services.pop3.max-per-address=2",
                        "net.services.pop3.new-per-minute=10",
                        "smtp.max-idle-commands=5");
        server.bean(Domains.class).create("strict.example");
        var hash = "{argon2}" + new Argon2PasswordEncoder(16, 32, 1, 64, 1).encode(PASSWORD);
        server.bean(Accounts.class)
                .create(new NewAccount(EmailAddress.parse(AN), "", hash, false, 0));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** RFC 4954 §6, RFC 8314 §3.3: 538 and 530 say which step is missing. */
    @Test
    void s06NoPasswordIsTakenInTheClear() throws IOException {
        try (var talk = SmtpTalk.over(Wire.connect(port("submission")))) {
            assertThat(talk.must("250", "EHLO client.example")).doesNotContain("AUTH");
            talk.must("538 5.7.11", SmtpTalk.plain(AN, PASSWORD));
            talk.must("530 5.7.0 Must issue a STARTTLS", "MAIL FROM:<" + AN + ">");
            talk.must("220", "STARTTLS");
            talk.wire().startTls();
            assertThat(talk.must("250", "EHLO client.example")).containsPattern("AUTH .*PLAIN");
            talk.must("530 5.7.0 Authentication", "MAIL FROM:<" + AN + ">");
            talk.must("235", SmtpTalk.plain(AN, PASSWORD));
            talk.must("250", "MAIL FROM:<" + AN + ">");
        }
        try (var talk = SmtpTalk.over(Wire.connectTls(port("submissions")))) {
            assertThat(talk.must("250", "EHLO client.example")).containsPattern("AUTH .*PLAIN");
            talk.must("235", SmtpTalk.plain(AN, PASSWORD));
        }
    }

    /** RFC 2595 §2.2: nor by POP3; CAPA offers USER and SASL within TLS only. */
    @Test
    void p10NoPasswordIsTakenInTheClearByPop3() throws IOException {
        try (var wire = Wire.connectFrom("127.0.0.7", port("pop3"))) {
            assertThat(wire.readLine()).startsWith("+OK");
            assertThat(capabilities(wire)).contains("\nSTLS").doesNotContain("\nUSER", "\nSASL");
            assertThat(wire.ask("USER " + AN)).startsWith("-ERR [AUTH]");
            assertThat(wire.ask("PASS " + PASSWORD)).startsWith("-ERR [AUTH]");
            assertThat(wire.ask("AUTH PLAIN")).startsWith("-ERR");
            assertThat(wire.ask("STLS")).startsWith("+OK");
            wire.startTls();
            assertThat(capabilities(wire)).contains("\nUSER", "\nSASL").doesNotContain("\nSTLS");
            assertThat(wire.ask("USER " + AN)).startsWith("+OK");
            assertThat(wire.ask("PASS " + PASSWORD)).startsWith("+OK");
        }
    }

    private static String capabilities(Wire wire) throws IOException {
        var lines = new StringBuilder(Objects.requireNonNull(wire.ask("CAPA")));
        for (var line = wire.readLine(); !".".equals(line); line = wire.readLine()) {
            lines.append('\n').append(line);
        }
        return lines.toString();
    }

    @Test
    void oneAddressHasSoManyConnectionsAndIsToldSo() throws IOException {
        try (var first = SmtpTalk.over(Wire.connectFrom("127.0.0.2", port("smtp")));
                var second = SmtpTalk.over(Wire.connectFrom("127.0.0.2", port("smtp")));
                var third = Wire.connectFrom("127.0.0.2", port("smtp"));
                var neighbour = SmtpTalk.over(Wire.connectFrom("127.0.0.3", port("smtp")))) {
            assertThat(third.readLine()).startsWith("421 4.7.0 ");
            assertThat(third.readLine()).isNull();
            first.must("250", "NOOP");
            second.must("250", "NOOP");
            neighbour.must("250", "NOOP");
        }
        try (var first = Wire.connectFrom("127.0.0.2", port("pop3"));
                var second = Wire.connectFrom("127.0.0.2", port("pop3"));
                var third = Wire.connectFrom("127.0.0.2", port("pop3"))) {
            assertThat(first.readLine()).startsWith("+OK");
            assertThat(second.readLine()).startsWith("+OK");
            assertThat(third.readLine()).startsWith("-ERR [SYS/TEMP] ");
            assertThat(third.readLine()).isNull();
        }
        assertThat(count("bocau.net.refused", "limit", "address")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void oneAddressComesSoOftenAMinute() throws IOException {
        var greetings = new ArrayList<String>();
        for (int i = 0; i < 25; i++) { // two minutes may share them
            try (var wire = Wire.connectFrom("127.0.0.4", port("pop3"))) {
                greetings.add(Objects.requireNonNull(wire.readLine()).substring(0, 4));
                wire.ask("QUIT");
            } catch (IOException refusedAndGone) {
                // told already
            }
        }
        assertThat(greetings.subList(0, 10)).containsOnly("+OK ");
        assertThat(greetings).contains("-ERR");
        assertThat(count("bocau.net.refused", "limit", "rate")).isPositive();
    }

    /** Whoever is not in a hurry to send keeps others from connecting. */
    @Test
    void chatterWithoutAMessageEndsTheSession() throws IOException {
        try (var talk = SmtpTalk.over(Wire.connectFrom("127.0.0.5", port("smtp")))) {
            talk.must("250", "EHLO client.example");
            for (int message = 0; message < 2; message++) {
                talk.must("250", "NOOP");
                talk.must("250", "RSET");
                talk.must("252", "VRFY an");
                talk.must("214", "HELP");
                assertThat(talk.send("a@b.example", List.of(AN), "A: 1\r\n\r\nx\r\n"))
                        .startsWith("250");
            }
            for (int i = 0; i < 5; i++) {
                talk.must("250", "NOOP");
            }
            talk.must("421 4.7.0", "NOOP");
            assertThat(talk.wire().readLine()).isNull();
        }
        assertThat(count("bocau.smtp.refused", "reply", "421 4.7.0")).isPositive();
    }

    @Test
    void whatPop3DoesIsCounted() throws IOException {
        try (var wire = Wire.connectTls(port("pop3s"))) {
            wire.readLine();
            assertThat(wire.ask("USER " + AN)).startsWith("+OK");
            assertThat(wire.ask("PASS wrong")).startsWith("-ERR [AUTH]");
            assertThat(wire.ask("RETR 1")).startsWith("-ERR log in");
            assertThat(wire.ask("USER " + AN)).startsWith("+OK");
            assertThat(wire.ask("PASS " + PASSWORD)).startsWith("+OK");
        }
        assertThat(count("bocau.pop3.logins", "result", "refused")).isPositive();
        assertThat(count("bocau.pop3.logins", "result", "accepted")).isPositive();
        assertThat(count("bocau.pop3.refused", "code", "AUTH")).isPositive();
        assertThat(count("bocau.pop3.refused", "code", "none")).isPositive();
    }

    private double count(String name, String tag, String value) {
        return server.bean(MeterRegistry.class).get(name).tag(tag, value).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private int port(String service) {
        return server.bean(Listeners.class).port(service);
    }
}

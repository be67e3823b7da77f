package org.bocau.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bocau.account.Accounts;
import org.bocau.account.Domains;
import org.bocau.account.NewAccount;
import org.bocau.account.SendingLimits;
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

/** The limits of the SMTP services, on a server that has short ones. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmtpLimitsTest {
    private static final String AN = "an@limits.example";
    private static final String BINH = "binh@limits.example";
    private static final String PASSWORD = "bay-cao-bay-xa-7";

    private FreshServer server;

    @BeforeAll
    void start(@TempDir Path home) {
        server =
                FreshServer.start(
                        home,
                        "smtp.command-timeout=2s",
                        "smtp.first-mail-within=3s",
                        "smtp.data-grace=2s",
                        "smtp.max-header-fields=100",
                        "smtp.max-header-size=128KB",
                        "smtp.max-header-field-size=64KB",
                        "smtp.max-idle-commands=1000000",
                        "net.write-patience=2s",
                        "sending.recipients-per-hour=4",
                        "sending.new-recipients-per-day=3");
        server.bean(Domains.class).create("limits.example");
        var hash = "{argon2}" + new Argon2PasswordEncoder(16, 32, 1, 64, 1).encode(PASSWORD);
        for (var address : List.of(AN, BINH)) {
            server.bean(Accounts.class)
                    .create(new NewAccount(EmailAddress.parse(address), "", hash, false, 0));
        }
    }

    /** RFC 5321 §3.8: whatever a session is doing, it is told that the server stops. */
    @AfterAll
    void everySessionIsToldOfTheEnd() throws IOException {
        try (var imap = wire("imap");
                var pop = wire("pop3");
                var idle = mx();
                var sending = begun();
                var inChunks = begun();
                var loggingIn = SmtpTalk.over(wire("submission"))) {
            sending.must("354", "DATA");
            sending.wire().send("Subject: x\r\n");
            inChunks.must("250", "BDAT 0");
            inChunks.wire().send("BDAT 100\r\nSubject: x\r\n");
            loggingIn.must("250", "EHLO client.example");
            loggingIn.must("334", "AUTH PLAIN");
            assertThat(imap.readLine()).startsWith("* OK");
            assertThat(pop.readLine()).startsWith("+OK");
            server.close();
            for (var talk : List.of(idle, sending, inChunks, loggingIn)) {
                assertThat(talk.reply())
                        .matches(
                                "421 4\\.3\\.2 \\S+ Service not available, closing transmission channel");
                assertThat(talk.wire().readLine()).isNull();
            }
            assertThat(imap.readLine()).isEqualTo("* BYE Server is shutting down");
            assertThat(imap.readLine()).isNull();
            assertThat(pop.readLine()).isEqualTo("-ERR [SYS/TEMP] the server is shutting down");
            assertThat(pop.readLine()).isNull();
        }
    }

    @Test
    void s16WhoSaysNothingIsCutOffWithAReason() throws IOException {
        try (var talk = mx()) {
            talk.must("250", "MAIL FROM:<a@b.example>");
            assertThat(talk.reply()).startsWith("421 4.4.2");
            assertThat(talk.wire().readLine()).isNull();
        }
    }

    /** The time is for the line, not for each of its octets. */
    @Test
    void s16OctetsOneByOneDoNotProlongALine() throws IOException {
        try (var talk = mx();
                var other = mx()) {
            talk.must("250", "MAIL FROM:<a@b.example>");
            while (talk.wire().in().available() == 0) {
                talk.wire().send("x");
                other.must("250", "RSET"); // meanwhile others are served
            }
            assertThat(talk.reply()).startsWith("421 4.4.2");
        } catch (IOException closedWhileWriting) {
            assertThat(closedWhileWriting).hasMessageContaining("e"); // reset, or broken pipe
        }
    }

    @Test
    void s16ChatterDoesNotPutOffTheFirstMail() throws IOException {
        try (var talk = mx()) {
            String reply = talk.say("NOOP");
            while (reply.startsWith("250")) {
                reply = talk.say("NOOP");
            }
            assertThat(reply).startsWith("421 4.4.2");
        }
    }

    @Test
    void s16ASlowMessageIsCutOffByDataAndByChunks() throws IOException {
        try (var talk = begun()) {
            talk.must("354", "DATA");
            assertThat(talk.reply()).startsWith("421 4.4.2");
        }
        try (var talk = begun()) {
            talk.wire().send("BDAT 100\r\nSubject: x");
            assertThat(talk.reply()).startsWith("421 4.4.2");
        }
        try (var talk = begun()) {
            String reply = talk.say("BDAT 0");
            while (reply.startsWith("250")) {
                reply = talk.say("BDAT 0");
            }
            assertThat(reply).startsWith("421 4.4.2");
        }
    }

    @Test
    void s17TheHeaderSectionIsBoundedInOctetsAndFields() throws IOException {
        try (var talk = begun()) {
            assertThat(talk.data("A: 1\r\n".repeat(101) + "\r\nx\r\n.\r\n"))
                    .startsWith("552 5.3.4");
            talk.envelope("a@b.example", List.of(AN));
            var folded = "A: x" + ("\r\n " + "x".repeat(997)).repeat(60) + "\r\n"; // 60 KB
            assertThat(talk.data(folded.repeat(3) + "\r\nx\r\n.\r\n")).startsWith("552 5.3.4");
            talk.envelope("a@b.example", List.of(AN));
            var larger = "A: x" + ("\r\n " + "x".repeat(997)).repeat(66) + "\r\n"; // 66 KB
            assertThat(talk.data(larger + "\r\nx\r\n.\r\n")).startsWith("552 5.3.4");
            talk.envelope("a@b.example", List.of(AN));
            assertThat(talk.data(folded.repeat(2) + "\r\nx\r\n.\r\n")).startsWith("250");
            talk.envelope("a@b.example", List.of(AN));
            assertThat(talk.data("A: 1\r\n".repeat(90) + "\r\nx\r\n.\r\n")).startsWith("250");
        }
    }

    @Test
    void anAccountSendsSoMuchAnHourAndToSoManyNewRecipients() throws IOException {
        try (var talk = submission()) {
            assertThat(talk.send(AN, List.of(AN, BINH), "\r\nx\r\n")).startsWith("250");
            // the third and the fourth are new; three new ones a day
            assertThat(talk.send(AN, List.of("x@y.example", "z@y.example"), "\r\nx\r\n"))
                    .startsWith("450 4.7.1");
            // a letter that is sent again counts as any
            var again = "Resent-From: <" + AN + ">\r\nFrom: <ada@far.example>\r\n\r\nx\r\n";
            assertThat(talk.send(AN, List.of(AN, BINH), again)).startsWith("250");
            talk.must("250", "MAIL FROM:<" + AN + ">");
            talk.must("450 4.7.1", "RCPT TO:<" + BINH + ">");
        }
        assertThat(server.bean(SendingLimits.class).latest())
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.address()).isEqualTo(AN);
                    assertThat(row.inHour()).isEqualTo(4);
                    assertThat(row.newInDay()).isEqualTo(2);
                    assertThat(row.refused()).isEqualTo(2);
                });
    }

    @Test
    void whatIsTakenAndRefusedIsCounted() throws IOException {
        try (var talk = begun()) {
            assertThat(talk.data("Subject: x\r\n\r\nx\r\n.\r\n")).startsWith("250");
            talk.must("503 5.5.1", "DATA");
        }
        try (var talk = SmtpTalk.over(wire("submissions"))) {
            talk.must("250", "EHLO client.example");
            talk.must("535", SmtpTalk.plain(AN, "wrong"));
        }
        var meters = server.bean(MeterRegistry.class);
        assertThat(count(meters, "bocau.smtp.messages", "service", "smtp")).isPositive();
        assertThat(count(meters, "bocau.smtp.octets", "service", "smtp")).isGreaterThan(100);
        assertThat(count(meters, "bocau.smtp.refused", "reply", "503 5.5.1")).isPositive();
        assertThat(count(meters, "bocau.smtp.logins", "result", "refused")).isPositive();
    }

    private static double count(MeterRegistry meters, String name, String tag, String value) {
        return meters.get(name).tag(tag, value).counter().count();
    }

    private SmtpTalk begun() throws IOException {
        var talk = mx();
        talk.envelope("a@b.example", List.of(AN));
        return talk;
    }

    private SmtpTalk mx() throws IOException {
        var talk = SmtpTalk.over(wire("smtp"));
        talk.must("250", "EHLO client.example");
        return talk;
    }

    private SmtpTalk submission() throws IOException {
        var talk = SmtpTalk.over(wire("submission"));
        talk.must("250", "EHLO client.example");
        talk.must("235", SmtpTalk.plain(AN, PASSWORD));
        return talk;
    }

    private Wire wire(String service) throws IOException {
        int port = server.bean(Listeners.class).port(service);
        return service.equals("submissions") ? Wire.connectTls(port) : Wire.connect(port);
    }
}

package org.bocau.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEND, SOML and SAML reach the recipient's open IMAP session. RFC 821 §3.4, RFC 3501 §7.1. */
@IntegrationTest
class TerminalsTest {
    private final TestServer server;
    private final TestAccount an;
    private final TestAccount binh;

    TerminalsTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.binh = server.account("binh");
    }

    @ParameterizedTest
    @CsvSource({"SEND, 0", "SOML, 0", "SAML, 1"})
    void theTextIsShownAtOnceAndKeptOnlyWhereAsked(String command, int kept) throws IOException {
        try (var terminal = logIn(binh);
                var talk = SmtpTalk.as(server, an)) {
            talk.must("250", command + " FROM:<" + an.login() + ">");
            talk.must("250", "RCPT TO:<" + binh.login() + ">");
            assertThat(talk.data("Subject: tea\r\n\r\nnow?\r\n\r\n* BYE\r\n.\r\n"))
                    .startsWith("250");

            var alert = alert(terminal);
            assertThat(alert)
                    .startsWith("* OK [ALERT] <" + an.login() + ">: tea - now?")
                    .contains("* BYE"); // as text, on the same line
        }
        assertThat(TestInbox.messages(server, binh)).hasSize(kept);
    }

    /** RFC 821 §3.4: SOML mails to those who are away. */
    @Test
    void somlFilesForThoseWhoAreAway() throws IOException {
        var chi = server.account("chi");
        try (var terminal = logIn(binh);
                var talk = SmtpTalk.as(server, an)) {
            talk.must("250", "SOML FROM:<" + an.login() + ">");
            talk.must("250", "RCPT TO:<" + binh.login() + ">");
            talk.must("250", "RCPT TO:<" + chi.login() + ">");
            assertThat(talk.data("Subject: both\r\n\r\nx\r\n.\r\n")).startsWith("250");
            assertThat(alert(terminal)).contains("both");
        }
        assertThat(TestInbox.messages(server, binh)).isEmpty();
        assertThat(TestInbox.messages(server, chi)).hasSize(1);
    }

    @Test
    void onlyUsersOfThisServerMayWriteOnTerminals() throws IOException {
        try (var terminal = logIn(binh);
                var talk = SmtpTalk.as(server, an)) {
            talk.must("553 5.7.1", "SEND FROM:<ada@example.net>");
            talk.must("250", "SEND FROM:<" + an.login() + ">");
            talk.must("550", "RCPT TO:<x@elsewhere.example>");
            talk.must("250", "RCPT TO:<" + binh.login() + ">");
            assertThat(talk.data("From: <" + binh.login() + ">\r\n\r\nx\r\n.\r\n"))
                    .startsWith("553 5.7.1");
            assertThat(terminal.ask("b NOOP")).startsWith("b OK");
        }
    }

    private Wire logIn(TestAccount account) throws IOException {
        var wire = Wire.connect(server.port("imap"));
        wire.readLine();
        wire.line("a LOGIN " + account.login() + " " + account.password());
        until(wire, "a OK");
        wire.line("s SELECT INBOX");
        until(wire, "s OK");
        return wire;
    }

    private static String alert(Wire wire) throws IOException {
        wire.line("n NOOP");
        return until(wire, "n OK").stream()
                .filter(line -> line.contains("[ALERT]"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no alert"));
    }

    private static List<String> until(Wire wire, String last) throws IOException {
        var lines = new java.util.ArrayList<String>();
        for (var line = wire.readLine(); line != null; line = wire.readLine()) {
            lines.add(line);
            if (line.startsWith(last)) {
                return lines;
            }
        }
        throw new AssertionError("the server closed after " + lines);
    }
}

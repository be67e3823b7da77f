package org.bocau.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bocau.account.Accounts;
import org.bocau.queue.OutboundQueue;
import org.bocau.security.Passwords;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** More of what is tried on every mail server; {@link SmtpAttackTest} has the rest of the list. */
@IntegrationTest
class SmtpAbuseTest {
    private final TestServer server;
    private final TestAccount an;

    SmtpAbuseTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    /** Who has the old password, and a session, sends nothing after the new one is set. */
    @Test
    void s12ASessionOfAnOldPasswordSendsNoMore() throws IOException {
        try (var talk = SmtpTalk.as(server, an)) {
            talk.must("250", "MAIL FROM:<" + an.login() + ">");
            talk.must("250", "RSET");
            var hash = server.bean(Passwords.class).hash(an.address(), "another password");
            server.bean(Accounts.class).changePassword(an.id(), hash);
            talk.must("421 4.7.0", "MAIL FROM:<>");
            assertThat(talk.wire().readLine()).as("closed").isNull();
        }
    }

    /** What a user submits is text, or is kept from every next hop that takes text only. */
    @ParameterizedTest
    @MethodSource("org.bocau.smtp.SmtpAttackTest#smuggling")
    void s02NothingThatSmugglesIsQueuedAsText(String variant) throws IOException {
        var message = "From: <" + an.login() + ">\r\n\r\ntext" + variant + "RCPT TO:<x@y>\r\n";
        try (var talk = SmtpTalk.as(server, an)) {
            assertThat(talk.send(an.login(), List.of("x@elsewhere.example"), message))
                    .startsWith("550 5.6.0");
            assertThat(queued()).isEmpty();

            talk.must("250", "MAIL FROM:<" + an.login() + "> BODY=BINARYMIME");
            talk.must("250", "RCPT TO:<x@elsewhere.example>");
            talk.wire().send("BDAT " + message.length() + " LAST\r\n" + message);
            assertThat(talk.reply()).startsWith("250");
            assertThat(queued()).containsExactly(true);
        }
    }

    /** Whether each message that {@link #an} has in the queue is binary. */
    private List<@Nullable Boolean> queued() {
        return server.jdbc()
                .sql("select binary_mime from queue_message where account_id = ?")
                .param(an.id().value())
                .query(Boolean.class)
                .list();
    }

    @Test
    void s04StartTlsBeginsAnew() throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            talk.must("250", "MAIL FROM:<a@b.example>");
            talk.must("501", "STARTTLS x");
            talk.must("220", "STARTTLS");
            talk.wire().startTls();
            talk.must("503", "RCPT TO:<" + an.login() + ">");
            talk.must("503 5.5.1 Send EHLO", "MAIL FROM:<a@b.example>");
            assertThat(talk.must("250", "EHLO client.example")).doesNotContain("STARTTLS");
            talk.must("503", "STARTTLS");
        }
        try (var talk = SmtpTalk.as(server, an)) {
            talk.must("503", "STARTTLS");
        }
    }

    @Test
    void s06NoPasswordInTheClear() throws IOException {
        var afar = afar();
        assumeThat(afar).as("a network interface beside loopback").isNotNull();
        try (var talk =
                SmtpTalk.over(
                        Wire.connect(Objects.requireNonNull(afar), server.port("submission")))) {
            assertThat(talk.must("250", "EHLO client.example")).doesNotContain("AUTH");
            talk.must("538 5.7.11", SmtpTalk.plain(an.login(), an.password()));
            talk.must("530 5.7.0 Must issue a STARTTLS", "MAIL FROM:<" + an.login() + ">");
            talk.must("220", "STARTTLS");
            talk.wire().startTls();
            assertThat(talk.must("250", "EHLO client.example")).containsPattern("AUTH .*PLAIN");
            talk.must("235", SmtpTalk.plain(an.login(), an.password()));
        }
        try (var talk = SmtpTalk.mx(server)) {
            talk.must("502", SmtpTalk.plain(an.login(), an.password()));
        }
    }

    private static @Nullable InetAddress afar() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
                .findFirst()
                .orElse(null);
    }

    /** All is decided before 250: nothing of what strangers send makes us write to anybody. */
    @Test
    void s09StrangersAreToldAtOnceAndNobodyElseIs() throws IOException {
        long before = server.bean(OutboundQueue.class).size();
        var full = server.account("full", 4096);
        var text = "Subject: x\r\n\r\n" + ("x".repeat(70) + "\r\n").repeat(100);
        try (var talk = SmtpTalk.mx(server)) {
            talk.must("250", "MAIL FROM:<victim@elsewhere.example> RET=FULL ENVID=x");
            talk.must("550 5.1.1", "RCPT TO:<nobody@" + server.domain() + "> NOTIFY=FAILURE");
            talk.must("250", "RCPT TO:<" + full.login() + "> NOTIFY=FAILURE,DELAY");
            assertThat(talk.data(text + ".\r\n")).startsWith("452 4.2.2");
            talk.must("250", "MAIL FROM:<>");
            talk.must("250", "RCPT TO:<" + an.login() + "> NOTIFY=SUCCESS,FAILURE");
            assertThat(talk.data(text + ".\r\n")).startsWith("250");
        }
        assertThat(server.bean(OutboundQueue.class).size()).isEqualTo(before);
    }

    @Test
    void s11TheSameIsSaidOfThoseWhoExistAndThoseWhoDoNot() throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            assertThat(talk.say("VRFY an")).isEqualTo(talk.say("VRFY nobody"));
            assertThat(talk.say("VRFY " + an.login()))
                    .isEqualTo(talk.say("VRFY nobody@" + server.domain()));
            assertThat(talk.say("EXPN an")).isEqualTo(talk.say("EXPN nobody")).startsWith("252");
        }
        try (var talk = SmtpTalk.to(server, "submission")) {
            talk.must("250", "EHLO client.example");
            assertThat(talk.say("VRFY an")).isEqualTo(talk.say("VRFY nobody"));
            assertThat(talk.say("EXPN an")).isEqualTo(talk.say("EXPN nobody")).startsWith("530");
            assertThat(talk.say(SmtpTalk.plain(an.login(), "wrong")))
                    .isEqualTo(talk.say(SmtpTalk.plain("nobody@" + server.domain(), "wrong")))
                    .startsWith("535 5.7.8");
        }
    }

    /** Three tries a connection; and a guesser does not lock the owner out. */
    @Test
    void s12GuessingPasswordsEndsTheConnectionAndLocksNobodyOut() throws IOException {
        try (var talk = SmtpTalk.to(server, "submission")) {
            talk.must("250", "EHLO client.example");
            talk.must("535 5.7.8", SmtpTalk.plain(an.login(), "one"));
            talk.must("535 5.7.8", SmtpTalk.plain(an.login(), "two"));
            talk.must("421 4.7.0", SmtpTalk.plain(an.login(), "three"));
            assertThat(talk.wire().readLine()).isNull();
        }
        try (var talk = SmtpTalk.as(server, an)) {
            talk.must("250", "NOOP");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MAIL FROM:<a@b.example> SIZE=-1 | 501 5.5.4",
                "MAIL FROM:<a@b.example> SIZE=1 SIZE=1 | 501 5.5.4",
                "MAIL FROM:<a@b.example> SIZE=18446744073709551616 | 552 5.3.4",
                "MAIL FROM:<a@b.example> SIZE=52428801 | 552 5.3.4",
                "MAIL FROM:<a@b.example> BODY=X | 501 5.5.4",
                "MAIL FROM:<a@b.example> RET=FULL RET=HDRS | 501 5.5.4",
                "MAIL FROM:<a@b.example> FROG=1 | 555 5.5.4",
                "MAIL FROM:<a@b.example> SIZE=0 | 250 2.1.0",
            })
    void s14ParametersAreKnownAndSoundOrRefused(String line, String reply) throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            talk.must(reply, line);
            assertThat(talk.say("NOOP")).startsWith("250");
        }
    }

    /** Everything at once, the greeting's reply not awaited: as many replies as commands. */
    @Test
    void s19AWholeSessionInOnePacketIsAnsweredInOrder() throws IOException {
        try (var talk = SmtpTalk.to(server, "smtp")) {
            talk.wire()
                    .send(
                            "EHLO client.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<"
                                    + an.login()
                                    + ">\r\nDATA\r\nSubject: x\r\n\r\nx\r\n.\r\nNOOP\r\nQUIT\r\n");
            for (var code : List.of("250", "250", "250", "354", "250", "250", "221")) {
                assertThat(talk.reply()).startsWith(code);
            }
            assertThat(talk.wire().readLine()).isNull();
        }
        assertThat(TestInbox.messages(server, an)).hasSize(1);
    }

    /** The body of a refused DATA is read as commands, until it is too much. */
    @Test
    void s19ABodyThatNobodyAskedForEndsTheSession() throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            talk.wire().send("DATA\r\n" + "some text\r\n".repeat(50));
            var replies = new ArrayList<String>();
            for (var line = talk.wire().readLine(); line != null; line = talk.wire().readLine()) {
                replies.add(line.substring(0, 3));
            }
            assertThat(replies).hasSize(20).startsWith("503", "500").endsWith("500", "421");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RCPT TO:<\"\"@LOCAL>",
                "RCPT TO:<an@LOCAL>,<x@outside.example>",
                "RCPT TO:<an@LOCAL> <x@outside.example>",
                "RCPT TO:<an(comment)@LOCAL>",
                "RCPT TO:group:an@LOCAL;",
                "RCPT TO:An <an@LOCAL>",
                "RCPT TO:<<an@LOCAL>>",
                "RCPT TO:<\"an@LOCAL>",
                "RCPT TO:<an@LOCAL\">",
                "RCPT TO:<an.@LOCAL>",
                "RCPT TO:<an@-LOCAL>",
            })
    void s20OnlyAddressesOfTheEnvelopesGrammarAreTaken(String line) throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            talk.must("250", "MAIL FROM:<a@b.example>");
            assertThat(talk.say(line.replace("LOCAL", server.domain())))
                    .matches("(?s)5(01|53|50) .*");
        }
    }

    /** RFC 5321 §4.1.2: quoting is spelling; both are one address. */
    @Test
    void s20AQuotedLocalPartIsTheSameAddress() throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            talk.must("250", "MAIL FROM:<\"a>b\"@c.example>");
            talk.must("250", "RCPT TO:<\"an\"@" + server.domain() + ">");
            talk.must("250", "RCPT TO:<" + an.login() + ">");
            assertThat(talk.data("Subject: x\r\n\r\nx\r\n.\r\n")).startsWith("250");
        }
        assertThat(TestInbox.messages(server, an))
                .singleElement()
                .asString()
                .startsWith("Return-Path: <\"a>b\"@c.example>\r\n");
    }

    /** RFC 5321 §4.4: one Return-Path in what is delivered, and it is the envelope's. */
    @Test
    void aReturnPathThatSomebodySentIsNotKept() throws IOException {
        var message =
                "Return-Path: <forged@c.example>\r\nSubject: x\r\nreturn-path: <f@d.example>\r\n";
        try (var talk = SmtpTalk.mx(server)) {
            assertThat(talk.send("a@b.example", List.of(an.login()), message + "\r\nx\r\n"))
                    .startsWith("250");
        }
        assertThat(TestInbox.messages(server, an))
                .singleElement()
                .asString()
                .startsWith("Return-Path: <a@b.example>\r\n")
                .doesNotContain("forged", "f@d.example");
    }
}

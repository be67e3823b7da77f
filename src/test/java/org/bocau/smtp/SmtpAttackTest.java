package org.bocau.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried on every mail server, over real sockets. Named after the list it comes from. */
@IntegrationTest
class SmtpAttackTest {
    private final TestServer server;
    private final TestAccount an;

    SmtpAttackTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    /**
     * RFC 5321 §4.3.1; 554 would have to wait for QUIT (§3.1). A race that the client may win by
     * chance only, so it tries often.
     */
    @Test
    void whoSpeaksBeforeTheGreetingIsTurnedAway() throws IOException {
        String greeting = null;
        for (int attempt = 0; attempt < 500 && !"421".equals(greeting); attempt++) {
            try (var wire = Wire.connect(server.port("smtp"))) {
                wire.line("EHLO early.example");
                greeting = Objects.requireNonNull(wire.readLine()).substring(0, 3);
                if (greeting.equals("421")) {
                    assertThat(wire.readLine()).isNull();
                }
            }
        }
        assertThat(greeting).isEqualTo("421");
    }

    @ParameterizedTest
    @MethodSource("smuggling")
    void s01SmugglingEndsInOneReplyAndNoSecondMessage(String variant) throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            talk.envelope("a@b.example", List.of(an.login()));
            var smuggled =
                    "MAIL FROM:<admin@victim.example>\r\nRCPT TO:<"
                            + an.login()
                            + ">\r\nDATA\r\nSubject: smuggled\r\n\r\nx\r\n.\r\n";
            var wire = "Subject: first\r\n\r\ntext" + variant + smuggled;

            assertThat(talk.data(wire)).startsWith("550 5.6.0");
            assertThat(talk.say("NOOP")).startsWith("250");
            assertThat(TestInbox.messages(server, an)).isEmpty();
        }
    }

    static Stream<String> smuggling() {
        return Stream.of(
                "\n.\n",
                "\n.\r\n",
                "\r\n.\n",
                "\r.\r",
                "\r.\r\n",
                "\r\n.\r",
                "\r.\n",
                "\n.\r",
                "\r\r\n.\r\r\n",
                "\r\n\0.\r\n",
                "\r\n.\0\r\n",
                "\r\n.\r\0\n");
    }

    /** CRLF SP "." CRLF is text like any other: one message, its octets unchanged. */
    @Test
    void s01ADotAfterASpaceIsText() throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            var wire = "Subject: a\r\n\r\n .\r\nMAIL FROM:<x@y>\r\n";

            assertThat(talk.send("a@b.example", List.of(an.login()), wire)).startsWith("250");
            assertThat(TestInbox.messages(server, an)).singleElement().asString().endsWith(wire);
        }
    }

    @Test
    void s01TheEndMayComeInFiveSegments() throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            talk.envelope("a@b.example", List.of(an.login()));
            talk.must("354", "DATA");
            for (var segment : List.of("Subject: a\r\n\r\nx", "\r", "\n", ".", "\r", "\n")) {
                talk.wire().send(segment);
            }
            assertThat(talk.reply()).startsWith("250");
            assertThat(talk.say("NOOP")).startsWith("250");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOOP", "RSET", "AUTH PLAIN AGEAYg==", "MAIL FROM:<a@b.example>"})
    void s03NothingInjectedBehindStartTlsIsAnswered(String injected) throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            talk.wire().send("STARTTLS\r\n" + injected + "\r\n");
            assertThat(talk.reply()).startsWith("220");
            // the connection is closed: nothing follows, in the clear or otherwise
            assertThat(endOfStream(talk)).isTrue();
        }
    }

    static boolean endOfStream(SmtpTalk talk) {
        try {
            return talk.wire().readLine() == null;
        } catch (IOException reset) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x@outside.example",
                "x%outside.example@LOCAL",
                "outside.example!x@LOCAL",
                "x@outside.example@LOCAL",
                "\"x@outside.example\"@LOCAL",
                "@LOCAL:x@outside.example",
                "@LOCAL,@b.example:x@outside.example",
                "x@[127.0.0.1]",
                "x@[10.1.2.3]",
                "x@[IPv6:::1]",
                "x@LOCAL.outside.example",
                "x@LOCAL.",
                "x",
                "x@outside.example%LOCAL",
                "\"x%outside.example\"@LOCAL",
                "x/outside.example@LOCAL",
                "x@xn--bcher-kva.example",
            })
    void s07StrangersCannotRelay(String form) throws IOException {
        try (var talk = SmtpTalk.to(server, "smtp")) {
            talk.must("250", "HELO localhost");
            talk.must("250", "MAIL FROM:<" + an.login() + ">");
            var reply = talk.say("RCPT TO:<" + form.replace("LOCAL", server.domain()) + ">");

            assertThat(reply).matches("(?s)55[0134] 5\\.[17]\\..*");
        }
        var queued =
                server.jdbc()
                        .sql("select count(*) from queue_message where reverse_path = ?")
                        .param(an.login())
                        .query(Long.class);
        assertThat(queued.single()).isZero();
    }

    @Test
    void s07WhatIsOursIsAcceptedInAnyCaseAndBehindARoute() throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            talk.must("250", "MAIL FROM:<a@b.example>");
            talk.must("250", "RCPT TO:<AN@" + server.domain().toUpperCase(Locale.ROOT) + ">");
            talk.must("250", "RCPT TO:<@b.example,@c.example:" + an.login() + ">");
        }
    }

    @Test
    void s07ThePostmasterIsAlwaysThere() throws IOException {
        server.administrator("chief");
        try (var talk = SmtpTalk.mx(server)) {
            talk.must("250", "MAIL FROM:<>");
            talk.must("250", "RCPT TO:<Postmaster>");
            talk.must("250", "RCPT TO:<postmaster@" + server.domain() + ">");
        }
    }

    @Test
    void s08UsersWriteAsThemselvesOnly() throws IOException {
        var binh = server.account("binh");
        server.alias("sales", List.of("an"));
        try (var talk = SmtpTalk.as(server, an)) {
            talk.must("553 5.7.1", "MAIL FROM:<" + binh.login() + ">");
            talk.must("553 5.7.1", "MAIL FROM:<boss@elsewhere.example>");
            talk.must("250", "MAIL FROM:<>");
            talk.must("250", "RSET");
            talk.must("250", "MAIL FROM:<sales@" + server.domain() + ">");
            talk.must("250", "RSET");

            assertThat(submit(talk, "From: <" + binh.login() + ">")).startsWith("553 5.7.1");
            assertThat(submit(talk, "From: An <" + an.login() + ">, <" + binh.login() + ">"))
                    .startsWith("553 5.7.1");
            assertThat(submit(talk, "From: <" + an.login() + ">\r\nSender: <" + binh.login() + ">"))
                    .startsWith("553 5.7.1");
            assertThat(submit(talk, "From: <" + an.login() + ">\r\nFrom: <" + binh.login() + ">"))
                    .startsWith("550 5.6.0");
            assertThat(submit(talk, "From: boss: <" + an.login() + ">;")).startsWith("550 5.6.0");
            assertThat(submit(talk, "From: somebody")).startsWith("550 5.6.0");
            assertThat(submit(talk, "From: An <an+tag@" + server.domain() + ">")).startsWith("250");
            assertThat(talk.say("NOOP")).startsWith("250");
        }
        assertThat(TestInbox.messages(server, binh)).hasSize(1);
    }

    private String submit(SmtpTalk talk, String fields) throws IOException {
        return talk.send(
                an.login(), List.of("binh@" + server.domain()), fields + "\r\n\r\ntext\r\n");
    }

    @Test
    void s10AMessageThatHasTravelledTooFarIsRefused() throws IOException {
        var field = "Received: from a by b; Mon, 2 Nov 2026 10:00:00 +0000\r\n";
        try (var talk = SmtpTalk.mx(server)) {
            assertThat(
                            talk.send(
                                    "a@b.example",
                                    List.of(an.login()),
                                    field.repeat(99) + "\r\nx\r\n"))
                    .startsWith("250");
            assertThat(
                            talk.send(
                                    "a@b.example",
                                    List.of(an.login()),
                                    field.repeat(100) + "\r\nx\r\n"))
                    .startsWith("554 5.4.6");
        }
    }

    @Test
    void s10AForwardedMessageThatComesBackIsRefused() throws IOException {
        server.alias("away", List.of("x@elsewhere.example"));
        var away = "away@" + server.domain();
        try (var talk = SmtpTalk.mx(server)) {
            assertThat(
                            talk.send(
                                    "a@b.example",
                                    List.of(away),
                                    "Delivered-To: " + away + "\r\n\r\nx\r\n"))
                    .startsWith("554 5.4.6");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RCPT TO:<a\0b@c.example>",
                "RCPT TO:<a\tb@c.example>",
                "RCPT TO:<a@c.example\rRSET>",
                "RCPT TO:<\"a\rb\"@c.example>",
                "RCPT TO:<a\u00ff@c.example>",
                "MAIL FROM:<a@b.example> AUTH=a+0D+0Ab@c.example",
            })
    void s13NoControlCharacterPasses(String line) throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            if (line.startsWith("RCPT")) {
                talk.must("250", "MAIL FROM:<a@b.example>");
            }
            assertThat(talk.say(line)).matches("(?s)5(01|53|00) .*");
            assertThat(talk.say("NOOP")).startsWith("250");
        }
    }

    @Test
    void s15RecipientsAreBounded() throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            talk.must("250", "MAIL FROM:<a@b.example>");
            var many = ("RCPT TO:<" + an.login() + ">\r\n").repeat(501);
            talk.wire().send(many);
            for (int i = 0; i < 500; i++) {
                assertThat(talk.reply()).startsWith("250");
            }
            assertThat(talk.reply()).startsWith("452 4.5.3");
            assertThat(talk.data("Subject: once\r\n\r\nx\r\n.\r\n")).startsWith("250");
        }
        assertThat(TestInbox.messages(server, an)).hasSize(1); // five hundred times the same
    }

    @Test
    void s17AHeaderWithoutEndIsRefused() throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            var field = "X-Filler: " + "x".repeat(900) + "\r\n";

            assertThat(
                            talk.send(
                                    "a@b.example",
                                    List.of(an.login()),
                                    field.repeat(1300) + "\r\nx\r\n"))
                    .startsWith("552 5.3.4");
            assertThat(talk.say("NOOP")).startsWith("250");
        }
    }

    @Test
    void s17AMessageOverTheSizeIsTakenAndRefused() throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            talk.envelope("a@b.example", List.of(an.login()));
            talk.must("354", "DATA");
            var line = ("x".repeat(998) + "\r\n").repeat(1000);
            for (int i = 0; i < 53; i++) { // 53 MB
                talk.wire().send(line);
            }
            talk.wire().send(".\r\n");
            assertThat(talk.reply()).startsWith("552 5.3.4");
            assertThat(talk.say("NOOP")).startsWith("250");
        }
    }
}

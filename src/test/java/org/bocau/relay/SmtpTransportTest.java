package org.bocau.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.bocau.message.EmailAddress;
import org.bocau.testing.ScriptedServer;
import org.junit.jupiter.api.Test;

/** The client against hosts that say what they are told to. */
class SmtpTransportTest {
    private static final EmailAddress FROM = EmailAddress.parse("an@here.example");
    private static final EmailAddress X = EmailAddress.parse("x@there.example");
    private static final EmailAddress Y = EmailAddress.parse("y@there.example");
    private static final Timeouts SHORT =
            new Timeouts(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(20));

    @Test
    void deliversToThoseTheHostAccepts() throws IOException {
        try (var server =
                ScriptedServer.start(
                        "< 220 there",
                        "> EHLO here.example",
                        "< 250-there",
                        "< 250-8BITMIME",
                        "< 250 SIZE 1000",
                        "> MAIL FROM:<an@here.example> SIZE=14",
                        "< 250 ok",
                        "> RCPT TO:<x@there.example>",
                        "< 550-5.1.1 no",
                        "< 550 5.1.1 such user",
                        "> RCPT TO:<y@there.example>",
                        "< 250 ok",
                        "> DATA",
                        "< 354 go",
                        "> Subject: x",
                        "> ",
                        "> ..",
                        "> .",
                        "< 250 queued",
                        "> QUIT",
                        "< 221 bye")) {
            var attempt = send(server, TlsPolicy.OPPORTUNISTIC, "Subject: x\r\n\r\n.\r\n", X, Y);

            assertThat(attempt.of(X))
                    .isInstanceOf(Outcome.Rejected.class)
                    .extracting(Outcome::reply)
                    .isEqualTo(new Reply(550, "5.1.1 no 5.1.1 such user"));
            assertThat(attempt.of(Y))
                    .isInstanceOf(Outcome.Delivered.class)
                    .extracting(Outcome::reply)
                    .isEqualTo(new Reply(250, "queued"));
            assertThat(server.problems()).isEmpty();
        }
    }

    @Test
    void speaksHeloToThoseWhoKnowNothingElse() throws IOException {
        try (var server =
                ScriptedServer.start(
                        "< 220 old",
                        "> EHLO here.example",
                        "< 502 what",
                        "> HELO here.example",
                        "< 250 old",
                        "> MAIL FROM:<an@here.example>",
                        "< 451 later",
                        "> QUIT",
                        "< 221 bye")) {
            var attempt = send(server, TlsPolicy.OPPORTUNISTIC, "x\r\n", X);

            assertThat(attempt.of(X)).isInstanceOf(Outcome.Deferred.class);
        }
    }

    /** S05: where TLS is required, a host that offers none gets nothing. */
    @Test
    void s05RequiredTlsIsNotStripped() throws IOException {
        try (var server =
                ScriptedServer.start(
                        "< 220 there",
                        "> EHLO here.example",
                        "< 250 there",
                        "> QUIT",
                        "< 221 bye")) {
            var attempt = send(server, TlsPolicy.REQUIRED, "x\r\n", X);

            assertThat(attempt.of(X)).isInstanceOf(Outcome.Deferred.class);
            assertThat(attempt.of(X).hop().secured()).isFalse();
        }
    }

    /** S02: what others might take for the end of a message never leaves. */
    @Test
    void s02AMessageWithBareLineEndsIsNotSent() throws IOException {
        for (var variant : List.of("\n.\n", "\n.\r\n", "\r.\r\n", "\r\n.\r", "\r\n\0.\r\n")) {
            try (var server =
                    ScriptedServer.start(
                            "< 220 there",
                            "> EHLO here.example",
                            "< 250 there",
                            "> MAIL FROM:<an@here.example>",
                            "< 250 ok",
                            "> RCPT TO:<x@there.example>",
                            "< 250 ok",
                            "> DATA",
                            "< 354 go")) {
                var attempt = send(server, TlsPolicy.OPPORTUNISTIC, "x" + variant + "MAIL\r\n", X);

                assertThat(attempt.of(X)).isInstanceOf(Outcome.Rejected.class);
            }
        }
    }

    @Test
    void bouncesRatherThanCorrupts() throws IOException {
        try (var server =
                ScriptedServer.start(
                        "< 220 there",
                        "> EHLO here.example",
                        "< 250 there",
                        "> QUIT",
                        "< 221 bye")) {
            var envelope = Envelope.of(null, List.of(X), 5, true, Envelope.Body.EIGHT_BIT);
            var attempt =
                    transport()
                            .send(
                                    address(server),
                                    TlsPolicy.OPPORTUNISTIC,
                                    envelope,
                                    octets("x\r\n"));

            assertThat(attempt.of(X))
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            no -> assertThat(no.reply().text()).startsWith("5.6.7"));
        }
    }

    /** Q09: what is no reply is no reply, however long it goes on. */
    @Test
    void hostileRepliesAreBounded() throws IOException {
        var endless = new String[300];
        java.util.Arrays.fill(endless, "< 220-more");
        for (var script :
                List.of(
                        endless,
                        new String[] {"< hello"},
                        new String[] {"< " + "2".repeat(5000)})) {
            try (var server = ScriptedServer.start(script)) {
                assertThatThrownBy(() -> send(server, TlsPolicy.OPPORTUNISTIC, "x\r\n", X))
                        .isInstanceOf(IOException.class);
            }
        }
        assertThat(new Reply(550, "a\r\nRCPT TO:<b>\0" + "x".repeat(2000)).text())
                .startsWith("a RCPT TO:<b> x")
                .hasSizeLessThanOrEqualTo(Reply.MAX_TEXT);
    }

    private static Attempt send(
            ScriptedServer server, TlsPolicy tls, String message, EmailAddress... to)
            throws IOException {
        var envelope = Envelope.of(FROM, List.of(to), 14, false, Envelope.Body.SEVEN_BIT);
        return transport().send(address(server), tls, envelope, octets(message));
    }

    private static SmtpTransport transport() {
        return new SmtpTransport("here.example", SHORT);
    }

    private static Hosts.Target address(ScriptedServer server) {
        return new Hosts.Target(
                new Hosts.Host("there.example", "there.example", false, false),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    }

    private static Octets octets(String message) {
        return () -> new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1));
    }
}

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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried with chunks (RFC 3030), over real sockets; S01 and S18 of the list. */
@IntegrationTest
class ChunkAttackTest {
    private final TestServer server;
    private final TestAccount an;

    ChunkAttackTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    @ParameterizedTest
    @MethodSource("org.bocau.smtp.SmtpAttackTest#smuggling")
    void s01SmugglingInAChunkEndsInOneReplyAndNoSecondMessage(String variant) throws IOException {
        try (var talk = begun("")) {
            var chunk =
                    "Subject: first\r\n\r\ntext"
                            + variant
                            + "MAIL FROM:<admin@victim.example>\r\nDATA\r\nx\r\n.\r\n";

            assertThat(chunk(talk, chunk, true)).startsWith("550 5.6.0");
            assertThat(talk.say("NOOP")).startsWith("250");
            assertThat(TestInbox.messages(server, an)).isEmpty();
        }
    }

    /** CRLF.CRLF ends nothing here; it is part of the message, as is what looks like commands. */
    @Test
    void s01TheEndOfDataIsTextInAChunk() throws IOException {
        try (var talk = begun("")) {
            var text = "Subject: a\r\n\r\nx\r\n.\r\nMAIL FROM:<x@y.example>\r\n..\r\n";

            assertThat(chunk(talk, text, true)).startsWith("250");
            assertThat(talk.say("NOOP")).startsWith("250");
            assertThat(TestInbox.messages(server, an)).singleElement().asString().endsWith(text);
        }
    }

    /** The halves are each sound; what counts is the message they make. */
    @Test
    void s01ALineEndMayBeCutBetweenChunks() throws IOException {
        try (var talk = begun("")) {
            assertThat(chunk(talk, "Subject: a\r", false)).startsWith("250");
            assertThat(chunk(talk, "\n\r\nx\r\n", true)).startsWith("250");
            talk.envelope("a@b.example", List.of(an.login()));
            assertThat(chunk(talk, "Subject: a\r", false)).startsWith("250");
            assertThat(chunk(talk, "x\r\n", true)).startsWith("550 5.6.0");
            assertThat(TestInbox.messages(server, an)).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("org.bocau.smtp.SmtpAttackTest#smuggling")
    void s18ABinaryBodyIsKeptOctetForOctet(String variant) throws IOException {
        try (var talk = begun(" BODY=BINARYMIME")) {
            var text =
                    "Content-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n\r\na"
                            + variant
                            + "\0\u00ff\r";

            assertThat(chunk(talk, text.substring(0, 60), false)).startsWith("250");
            assertThat(chunk(talk, text.substring(60), true)).startsWith("250");
            assertThat(TestInbox.messages(server, an)).singleElement().asString().endsWith(text);
        }
        try (var wire = Wire.connect(server.port("imap"))) {
            wire.readResponse();
            wire.line("a LOGIN " + an.login() + " " + an.password());
            wire.readResponse();
            wire.line("b EXAMINE INBOX");
            wire.line("c FETCH 1 BINARY.PEEK[1]");
            var heard = wire.readResponse();
            while (heard != null && !heard.contains("BINARY[1]")) {
                heard = wire.readResponse();
            }
            assertThat(heard).contains("a" + variant + "\0\u00ff\r");
        }
    }

    /** RFC 3030 §3: BINARYMIME is about the body; the header section stays text. */
    @ParameterizedTest
    @ValueSource(strings = {"Subject: a\nb", "Subject: a\rb", "Subject: a\0b"})
    void s18TheHeaderOfABinaryMessageIsText(String header) throws IOException {
        try (var talk = begun(" BODY=BINARYMIME")) {
            assertThat(chunk(talk, header + "\r\n\r\nx", true)).startsWith("550 5.6.0");
            assertThat(talk.say("NOOP")).startsWith("250");
        }
    }

    @Test
    void s18AnErrorWithinTheChainRefusesTheRestOfIt() throws IOException {
        try (var talk = begun("")) {
            assertThat(chunk(talk, "Subject: a\r\n\r\nb\nc\r\n", false)).startsWith("550 5.6.0");
            assertThat(chunk(talk, "QUIT\r\n", false)).startsWith("503");
            assertThat(talk.say("DATA")).startsWith("503");
            assertThat(chunk(talk, "QUIT\r\n", true)).startsWith("503");
            assertThat(talk.say("NOOP")).startsWith("250");
            assertThat(TestInbox.messages(server, an)).isEmpty();
        }
    }

    @Test
    void s18BdatAfterDataBelongsToNothing() throws IOException {
        try (var talk = begun("")) {
            assertThat(talk.data("Subject: a\r\n\r\nx\r\n.\r\n")).startsWith("250");
            assertThat(chunk(talk, "QUIT\r\n", true)).startsWith("503 5.5.1");
            assertThat(talk.say("NOOP")).startsWith("250");
            assertThat(TestInbox.messages(server, an)).hasSize(1);
        }
    }

    @Test
    void s18NothingIsStoredWithoutLast() throws IOException {
        try (var talk = begun("")) {
            assertThat(chunk(talk, "Subject: a\r\n\r\nx\r\n", false)).startsWith("250");
            talk.must("221", "QUIT");
        }
        try (var talk = begun("")) {
            talk.wire().send("BDAT 1000 LAST\r\nSubject: a\r\n\r\nx\r\n"); // and leaves
        }
        try (var talk = begun("")) {
            assertThat(chunk(talk, "Subject: a\r\n\r\nx\r\n", false)).startsWith("250");
            talk.must("250", "RSET");
            talk.must("250", "EHLO client.example");
            assertThat(chunk(talk, "y\r\n", true)).startsWith("503");
        }
        assertThat(TestInbox.messages(server, an)).isEmpty();
    }

    @Test
    void s18AnEmptyMessageIsOne() throws IOException {
        try (var talk = begun("")) {
            talk.must("250", "BDAT 0 LAST");
            assertThat(TestInbox.messages(server, an)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "9223372036854775808", "99999999999999999999"})
    void s18AChunkNobodyCanTakeEndsTheSession(String octets) throws IOException {
        try (var talk = begun("")) {
            assertThat(talk.say("BDAT " + octets)).startsWith("552 5.3.4");
            assertThat(talk.wire().readLine()).isNull();
        }
    }

    @Test
    void s18AMessageOverTheSizeIsTakenAndRefused() throws IOException {
        try (var talk = begun("")) {
            int size = 27 << 20;
            var line = ("x".repeat(1022) + "\r\n").repeat(1024);
            String reply = "";
            for (int chunk = 0; chunk < 2; chunk++) {
                talk.wire().send("BDAT " + size + "\r\n");
                for (int i = 0; i < 27; i++) {
                    talk.wire().send(line);
                }
                reply = talk.reply();
            }
            assertThat(reply).startsWith("552 5.3.4");
            assertThat(talk.say("NOOP")).startsWith("250");
        }
    }

    /** What Exim got wrong: TLS that begins within a chain of chunks, octets of one beside it. */
    @Test
    void s18StartTlsEndsTheChain() throws IOException {
        try (var talk = begun("")) {
            assertThat(chunk(talk, "Subject: a\r\n\r\n", false)).startsWith("250");
            talk.must("220", "STARTTLS");
            talk.wire().startTls();
            assertThat(chunk(talk, "QUIT\r\n", true)).startsWith("503");
            talk.must("250", "EHLO client.example");
            talk.envelope("a@b.example", List.of(an.login()));
            assertThat(chunk(talk, "Subject: b\r\n\r\nSTARTTLS\r\n", true)).startsWith("250");
            assertThat(TestInbox.messages(server, an))
                    .singleElement()
                    .asString()
                    .endsWith("Subject: b\r\n\r\nSTARTTLS\r\n");
        }
        try (var talk = begun("")) {
            talk.wire().send("STARTTLS\r\nBDAT 4 LAST\r\nx\r\n\r\n");
            assertThat(talk.reply()).startsWith("220");
            assertThat(SmtpAttackTest.endOfStream(talk)).isTrue();
        }
    }

    private SmtpTalk begun(String parameters) throws IOException {
        var talk = SmtpTalk.mx(server);
        talk.must("250", "MAIL FROM:<a@b.example>" + parameters);
        talk.must("250", "RCPT TO:<" + an.login() + ">");
        return talk;
    }

    /** Octets are ISO 8859-1 characters. */
    private static String chunk(SmtpTalk talk, String octets, boolean last) throws IOException {
        talk.wire().send("BDAT " + octets.length() + (last ? " LAST" : "") + "\r\n" + octets);
        return talk.reply();
    }
}

package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.bocau.message.ResponseGrammar;
import org.bocau.message.ResponseGrammar.Form;
import org.bocau.testing.HostileMessages;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No message makes FETCH fail: whatever was stored, every item is answered, by the grammar, and the
 * octets are those that came.
 */
@IntegrationTest
class HostileFetchTest {
    private static final int MUTATED = 500;

    private static final String EVERYTHING =
            "(UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY BODYSTRUCTURE PREVIEW EMAILID"
                    + " THREADID BODY.PEEK[HEADER] BODY.PEEK[TEXT] BODY.PEEK[1] BODY.PEEK[1.MIME]"
                    + " BODY.PEEK[1.HEADER] BODY.PEEK[1.1.TEXT] BODY.PEEK[2.1.MIME]<1.9>"
                    + " BODY.PEEK[999999] BODY.PEEK[HEADER.FIELDS (From \"a b\" Subject)]"
                    + " BODY.PEEK[HEADER.FIELDS.NOT (To)]<3.20> BODY.PEEK[]<5.7> RFC822.HEADER"
                    + " BINARY.SIZE[] BODY.PEEK[])";

    @Test
    void theCorpusComesBack(TestServer server) throws IOException {
        comesBack(server, HostileMessages.corpus().values());
    }

    @Test
    void whatIsBeyondTheBoundsComesBack(TestServer server) throws IOException {
        comesBack(server, HostileMessages.excessive().values());
    }

    @ParameterizedTest
    @ValueSource(longs = {4711, 1, 2, 3})
    void mutatedMessagesComeBack(long seed, TestServer server) throws IOException {
        var corpus = List.copyOf(HostileMessages.corpus().values());
        comesBack(server, HostileMessages.mutated(corpus, MUTATED, seed));
    }

    private static void comesBack(TestServer server, Collection<byte[]> messages)
            throws IOException {
        var account = server.account("an");
        try (var wire = connected(server, account)) {
            append(server, wire, account, messages);
            ask(wire, "s SELECT INBOX");
            fetch(wire, messages);
            for (int part = 1; part <= 2; part++) { // alone: RFC 3516 §4.3 allows UNKNOWN-CTE
                for (int number = 1; number <= messages.size(); number += 100) {
                    binary(wire, number, Math.min(number + 99, messages.size()), part);
                }
            }
            grammar(wire, messages.size(), Form.ASCII);
            ask(wire, "u ENABLE UTF8=ACCEPT");
            grammar(wire, messages.size(), Form.UTF8);
            ask(wire, "r ENABLE IMAP4rev2");
            grammar(wire, messages.size(), Form.REV2);
        }
    }

    private static Wire connected(TestServer server, TestAccount account) throws IOException {
        var wire = Wire.connect(server.port("imap"));
        wire.readLine();
        ask(wire, "l LOGIN " + account.login() + " " + account.password());
        return wire;
    }

    /** By APPEND; what that may not take, by delivery. */
    private static void append(
            TestServer server, Wire wire, TestAccount account, Collection<byte[]> messages)
            throws IOException {
        int sent = 0;
        for (byte[] message : messages) {
            if (HostileMessages.appendable(message)) {
                wire.send("a APPEND INBOX {" + message.length + "+}\r\n");
                wire.send(latin1(message) + "\r\n");
                if (++sent % 20 == 0) {
                    sent = answered(wire, sent);
                }
            } else {
                sent = answered(wire, sent);
                server.deliver(account.login(), message);
            }
        }
        answered(wire, sent);
    }

    private static int answered(Wire wire, int commands) throws IOException {
        for (int n = 0; n < commands; n++) {
            assertThat(wire.readResponse()).startsWith("a OK [APPENDUID ");
        }
        return 0;
    }

    private static void fetch(Wire wire, Collection<byte[]> messages) throws IOException {
        wire.line("f FETCH 1:* " + EVERYTHING);
        int number = 0;
        for (byte[] message : messages) {
            var response = Objects.requireNonNull(wire.readResponse());
            number++;
            assertThat(response).startsWith("* " + number + " FETCH (UID ");
            assertThat(response).contains(" RFC822.SIZE " + message.length + " ");
            var body =
                    message.length == 0
                            ? "\"\""
                            : "{" + message.length + "}\r\n" + inLiteral(message);
            assertThat(response.endsWith(" BODY[] " + body + ")"))
                    .as("octets of message %s: %s", number, latin1(message))
                    .isTrue();
        }
        assertThat(wire.readLine()).startsWith("f OK");
    }

    private static void binary(Wire wire, int from, int to, int part) throws IOException {
        wire.line(
                "b FETCH %1$d:%2$d (BINARY.SIZE[%3$d] BINARY.PEEK[%3$d] BINARY.PEEK[%3$d]<2.9>)"
                        .formatted(from, to, part));
        String response = "* ";
        while (response.startsWith("* ")) {
            response = Objects.requireNonNull(wire.readResponse());
        }
        assertThat(response).matches("(?s)b (OK|NO \\[UNKNOWN-CTE]) .*");
    }

    /** Item by item, so that each stands alone between known words. */
    private static void grammar(Wire wire, int messages, Form form) throws IOException {
        for (var item : List.of("ENVELOPE", "BODY", "BODYSTRUCTURE")) {
            wire.line("g FETCH 1:* " + item);
            for (int number = 1; number <= messages; number++) {
                var response = Objects.requireNonNull(wire.readResponse());
                var before = "* " + number + " FETCH (" + item + " ";
                assertThat(response).startsWith(before).endsWith(")");
                byte[] octets =
                        response.substring(before.length(), response.length() - 1)
                                .getBytes(StandardCharsets.ISO_8859_1);
                switch (item) {
                    case "ENVELOPE" -> ResponseGrammar.envelope(octets, form);
                    case "BODY" -> ResponseGrammar.body(octets, form);
                    default -> ResponseGrammar.bodyStructure(octets, form);
                }
            }
            assertThat(wire.readLine()).startsWith("g OK");
        }
    }

    /** NUL, which no literal can hold (RFC 3501 §4.3), comes as 0x80. */
    private static String inLiteral(byte[] message) {
        return latin1(message).replace('\0', '\u0080');
    }

    private static String latin1(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static void ask(Wire wire, String command) throws IOException {
        wire.line(command);
        var tag = command.substring(0, 2);
        String response = "* ";
        while (response.startsWith("* ")) {
            response = Objects.requireNonNull(wire.readResponse());
        }
        assertThat(response).startsWith(tag + "OK");
    }
}

package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.SampleMessage;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated commands against a live session: each is answered under its tag, and none is a bug. */
@IntegrationTest
class ImapFuzzTest {
    private static final Set<ImapVerb> NOT_THESE = // they end the session or change who speaks
            Set.of(
                    ImapVerb.LOGOUT,
                    ImapVerb.IDLE,
                    ImapVerb.STARTTLS,
                    ImapVerb.AUTHENTICATE,
                    ImapVerb.UNAUTHENTICATE);

    private static final List<ImapVerb> VERBS =
            Stream.of(ImapVerb.values()).filter(verb -> !NOT_THESE.contains(verb)).toList();

    private static final String[] ARGUMENTS = {
        "1",
        "1:*",
        "2,3",
        "*",
        "4:2",
        "9",
        "0",
        "(",
        ")",
        "(FLAGS UID)",
        "(BODY[] RFC822.SIZE)",
        "BODY[1.MIME]<0.9>",
        "BODY.PEEK[HEADER.FIELDS (To {7+}\r\nSubject)]",
        "ENVELOPE",
        "BODYSTRUCTURE",
        "PREVIEW",
        "ALL",
        "+FLAGS",
        "-FLAGS.SILENT",
        "FLAGS",
        "(\\Seen $a)",
        "\\Deleted",
        "()",
        "INBOX",
        "Archive",
        "a/b",
        "\"a b\"",
        "&Jjo-",
        "&",
        "{5+}\r\nhello",
        "{0+}\r\n",
        "\"\"",
        "%",
        "a*",
        "NOT",
        "OR",
        "SEEN",
        "FROM",
        "x",
        "SINCE",
        "1-Feb-2026",
        "(OR 1 UID 2)",
        "CHARSET UTF-8",
        "RETURN (MIN)",
        "(MESSAGES UNSEEN)",
        "\u00ff",
        "NIL",
        "(SUBSCRIBED)"
    };

    @ParameterizedTest
    @ValueSource(longs = {4711, 1, 2})
    void everyCommandIsAnsweredUnderItsTag(long seed, TestServer server) throws IOException {
        var an = server.account("an");
        for (int i = 1; i <= 5; i++) {
            server.deliver(an.login(), SampleMessage.bytes(i, an.login()));
        }
        var random = new Random(seed);
        try (var wire = Wire.connect(server.port("imap"))) {
            wire.readLine();
            ask(wire, "l", "LOGIN " + an.login() + " " + an.password());
            for (int n = 0; n < 300; n++) {
                if (n % 20 == 0) {
                    assertThat(ask(wire, "s" + n, "SELECT INBOX")).startsWith("s" + n + " OK");
                }
                var command = new StringBuilder();
                var verb = VERBS.get(random.nextInt(VERBS.size()));
                command.append(verb.name().replace('_', ' '));
                for (int i = random.nextInt(5); i > 0; i--) {
                    command.append(' ').append(ARGUMENTS[random.nextInt(ARGUMENTS.length)]);
                }
                assertThat(ask(wire, "f" + n, command.toString()))
                        .matches("f" + n + " (OK|NO|BAD) .*");
            }
        }
    }

    private static String ask(Wire wire, String tag, String command) throws IOException {
        wire.line(tag + " " + command);
        String response = "* ";
        while (response.startsWith("* ")) {
            response = Objects.requireNonNull(wire.readResponse(), command);
            assertThat(response).as(command).doesNotStartWith("* BYE");
        }
        return response;
    }
}

package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.junit.jupiter.api.Test;

/**
 * A client that comes back after the tombstones were removed: told from what it knows and what is
 * there. RFC 7162 §3.2.6, §5.3.
 */
@IntegrationTest
class ForgottenTombstonesTest {
    private final TestServer server;
    private final TestAccount an;

    ForgottenTombstonesTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    @Test
    void whatWentIsFoundFromWhatTheClientKnows() throws IOException {
        for (int i = 1; i <= 9; i++) {
            server.deliver(an.login(), "Subject: number " + i + "\r\n\r\nhi\r\n");
        }
        try (var wire = login()) {
            String selected = String.join("\n", talk(wire, "SELECT INBOX"));
            String validity = after(selected, "[UIDVALIDITY ");
            String before = after(selected, "[HIGHESTMODSEQ ");
            talk(wire, "STORE 2,3,5,9 +FLAGS.SILENT (\\Deleted)");
            talk(wire, "EXPUNGE");
            forget();
            talk(wire, "STORE 1 +FLAGS.SILENT (\\Deleted)"); // a tombstone that is remembered
            talk(wire, "EXPUNGE");
            talk(wire, "ENABLE QRESYNC");

            assertThat(vanished(wire, "SELECT INBOX (QRESYNC (%s %s))".formatted(validity, before)))
                    .containsExactly("* VANISHED (EARLIER) 1:3,5,9");
            assertThat(
                            vanished(
                                    wire,
                                    "SELECT INBOX (QRESYNC (%s %s 3:6,20:30))"
                                            .formatted(validity, before)))
                    .containsExactly("* VANISHED (EARLIER) 3,5");
            assertThat(
                            vanished(
                                    wire,
                                    "SELECT INBOX (QRESYNC (%s %s 1:9 (1:3 4,6,7)))"
                                            .formatted(validity, before)))
                    .containsExactly("* VANISHED (EARLIER) 9");
            assertThat(
                            vanished(
                                    wire,
                                    "UID FETCH 1:* (UID) (CHANGEDSINCE %s VANISHED)"
                                            .formatted(before)))
                    .containsExactly("* VANISHED (EARLIER) 1:3,5,9");
            String later = after(String.join("\n", talk(wire, "SELECT INBOX")), "[HIGHESTMODSEQ ");
            assertThat(vanished(wire, "SELECT INBOX (QRESYNC (%s %s))".formatted(validity, later)))
                    .isEmpty();
        }
    }

    /** As the housekeeping does after 90 days. */
    private void forget() {
        server.jdbc()
                .sql("delete from expunged where account_id = ?")
                .param(an.id().value())
                .update();
        server.jdbc()
                .sql(
                        "update mailbox set forgotten_modseq = highest_modseq where account_id = ? and name = 'INBOX'")
                .param(an.id().value())
                .update();
    }

    private static List<String> vanished(Wire wire, String command) throws IOException {
        return talk(wire, command).stream().filter(line -> line.contains("VANISHED")).toList();
    }

    private Wire login() throws IOException {
        var wire = Wire.connect(server.port("imap"));
        wire.readLine();
        talk(wire, "LOGIN " + an.login() + " " + an.password());
        return wire;
    }

    private static List<String> talk(Wire wire, String command) throws IOException {
        wire.line("t " + command);
        var lines = new ArrayList<String>();
        String line = "";
        while (!line.startsWith("t ")) {
            line = Objects.requireNonNull(wire.readLine());
            lines.add(line);
        }
        assertThat(line).startsWith("t OK");
        return lines;
    }

    private static String after(String text, String mark) {
        int start = text.indexOf(mark) + mark.length();
        return text.substring(start, text.indexOf(']', start));
    }
}

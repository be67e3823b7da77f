package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.junit.jupiter.api.Test;

/** What may not come is refused before the client is asked for it, and leaves nothing behind. */
@IntegrationTest
class AppendLimitsTest {
    private static final int MEGABYTE = 1 << 20;
    private static final byte[] BLOCK =
            "0123456789abcde\n".repeat(65536).getBytes(StandardCharsets.US_ASCII);

    /** A connection that has logged in. */
    private static Wire login(TestServer server, TestAccount account) throws IOException {
        var wire = Wire.connect(server.port("imap"));
        wire.readLine();
        wire.line("a LOGIN " + account.login() + " " + account.password());
        assertThat(wire.readLine()).startsWith("a OK");
        return wire;
    }

    /** The answer to STATUS of INBOX, and so what is in it. */
    private static String messages(Wire wire) throws IOException {
        wire.line("s STATUS INBOX (MESSAGES SIZE)");
        String status = wire.readLine();
        assertThat(wire.readLine()).startsWith("s OK");
        return String.valueOf(status);
    }

    @Test
    void theQuotaIsOfTheSum(TestServer server) throws IOException {
        try (var wire = login(server, server.account("an", 1000))) {
            wire.line("b APPEND INBOX {600}");
            assertThat(wire.readLine()).startsWith("+ ");
            wire.send("x".repeat(600) + " {401}\r\n");
            assertThat(wire.readLine()).startsWith("b NO [OVERQUOTA]");
            assertThat(messages(wire)).isEqualTo("* STATUS INBOX (MESSAGES 0 SIZE 0)");
            wire.line("c APPEND INBOX {600+}");
            wire.line("x".repeat(600) + " {400+}");
            wire.line("y".repeat(400));
            assertThat(wire.readLine()).startsWith("c OK [APPENDUID ");
            assertThat(messages(wire)).isEqualTo("* STATUS INBOX (MESSAGES 2 SIZE 1000)");
        }
    }

    /** RFC 8508 §3.4: only the net consumption counts. */
    @Test
    void whatIsReplacedMakesRoom(TestServer server) throws IOException {
        try (var wire = login(server, server.account("an", 1000))) {
            wire.line("b APPEND INBOX {900+}");
            wire.line("x".repeat(900));
            assertThat(wire.readLine()).startsWith("b OK");
            wire.line("c SELECT INBOX");
            while (!String.valueOf(wire.readLine()).startsWith("c OK")) {
                // the answers to SELECT are tested elsewhere
            }
            wire.line("d REPLACE 1 INBOX {1001}");
            assertThat(wire.readLine()).startsWith("d NO [OVERQUOTA]");
            wire.line("e REPLACE 1 INBOX {1000+}");
            wire.line("y".repeat(1000));
            assertThat(wire.readLine()).startsWith("* OK [APPENDUID ");
            assertThat(wire.readLine()).isEqualTo("* 1 EXPUNGE");
        }
    }

    @Test
    void noMoreThanFiveHundredMessages(TestServer server) throws IOException {
        try (var wire = login(server, server.account("an"))) {
            wire.send("b APPEND INBOX");
            for (int i = 0; i < 500; i++) {
                wire.send(" {4+}\r\none\n");
            }
            wire.send(" {4}\r\n");
            assertThat(wire.readLine()).startsWith("b NO [LIMIT]");
            assertThat(messages(wire)).isEqualTo("* STATUS INBOX (MESSAGES 0 SIZE 0)");
        }
    }

    /** More than is kept in memory or parsed ahead. */
    @Test
    void severalLargeMessagesAreOneAppend(TestServer server) throws IOException {
        try (var wire = login(server, server.account("an"))) {
            wire.send("b APPEND INBOX");
            for (int i = 0; i < 3; i++) {
                String head = "Subject: large " + i + "\r\n\r\n";
                int size = head.length() + 5 * MEGABYTE;
                wire.send(" {" + size + "+}\r\n" + head);
                for (int n = 0; n < 5; n++) {
                    wire.socket().getOutputStream().write(BLOCK);
                }
            }
            wire.line("");
            assertThat(wire.readLine()).matches("b OK \\[APPENDUID \\d+ 1:3] APPEND completed");
            wire.line("c EXAMINE INBOX");
            while (!String.valueOf(wire.readLine()).startsWith("c OK")) {
                // the answers to EXAMINE are tested elsewhere
            }
            wire.line("d FETCH 3 BODY.PEEK[TEXT]<5242864.100>");
            assertThat(wire.readLine()).isEqualTo("* 3 FETCH (BODY[TEXT]<5242864> {16}");
        }
    }
}

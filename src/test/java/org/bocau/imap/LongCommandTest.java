package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** COPY that has to wait says so, and is done when it can be. RFC 9585 §3. */
@IntegrationTest
class LongCommandTest {
    @Test
    void aCopyThatWaitsForTheMailboxTellsThatItStillRuns(TestServer server) throws IOException {
        TestAccount an = server.account("an");
        server.deliver(an.login(), "Subject: x\r\n\r\nx\r\n");
        try (var wire = Wire.connect(server.port("imap"))) {
            assertThat(wire.readLine()).startsWith("* OK");
            answered(wire, "a", "LOGIN " + an.login() + " " + an.password());
            answered(wire, "b", "SELECT INBOX");
            var held = new TransactionTemplate(server.bean(PlatformTransactionManager.class));
            held.executeWithoutResult(_ -> {
                server.jdbc()
                        .sql(
                                "select id from mailbox where account_id = ? and name = 'Archive' for update")
                        .param(an.id().value())
                        .query(Long.class)
                        .single();
                assertThat(first(wire, "c COPY 1 Archive"))
                        .isEqualTo("* OK [INPROGRESS (\"c\" NIL NIL)] Still working");
            });
            String line = wire.readLine();
            while (line != null && line.startsWith("* OK [INPROGRESS")) {
                line = wire.readLine();
            }
            assertThat(line).startsWith("c OK [COPYUID");
        }
    }

    private static String first(Wire wire, String command) {
        try {
            wire.line(command);
            return String.valueOf(wire.readLine());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void answered(Wire wire, String tag, String command) throws IOException {
        wire.line(tag + " " + command);
        String line = wire.readLine();
        while (line != null && !line.startsWith(tag + " ")) {
            line = wire.readLine();
        }
        assertThat(line).startsWith(tag + " OK");
    }
}

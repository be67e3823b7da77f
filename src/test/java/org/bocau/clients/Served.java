package org.bocau.clients;

import java.io.IOException;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;

/** What the server says it holds, asked by nobody's mail program. */
final class Served {
    private Served() {}

    /** The responses to {@code FETCH 1:*}, one a line. */
    static String fetched(TestServer server, TestAccount account, String mailbox, String items)
            throws IOException {
        try (var wire = Wire.connect(server.port("imap"))) {
            wire.readResponse();
            wire.line("a LOGIN " + account.login() + " " + account.password());
            wire.line("b EXAMINE " + mailbox);
            wire.line("c FETCH 1:* " + items);
            var heard = new StringBuilder();
            for (var line = wire.readResponse();
                    line != null && !line.startsWith("c ");
                    line = wire.readResponse()) {
                heard.append(line).append('\n');
            }
            return heard.toString();
        }
    }
}

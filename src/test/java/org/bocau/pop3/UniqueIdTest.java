package org.bocau.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bocau.account.AccountEdit;
import org.bocau.account.Accounts;
import org.bocau.mailbox.Reindexing;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.junit.jupiter.api.Test;

/** Unique ids, by which a client knows what it has: the same for ever. RFC 1939 §7, P05. */
@IntegrationTest
class UniqueIdTest {
    private final TestServer server;
    private final TestAccount an;

    UniqueIdTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    private List<String> uniqueIds() throws IOException {
        try (var wire = Wire.connect(server.port("pop3"))) {
            wire.readLine();
            wire.ask("USER " + an.login());
            wire.ask("PASS " + an.password());
            assertThat(wire.ask("UIDL")).startsWith("+OK");
            var ids = new ArrayList<String>();
            for (var line = wire.readLine(); !".".equals(line); line = wire.readLine()) {
                ids.add(Objects.requireNonNull(line).replaceFirst("\\d+ ", ""));
            }
            assertThat(wire.ask("QUIT")).startsWith("+OK");
            return ids;
        }
    }

    private void imap(String... commands) throws IOException {
        try (var wire = Wire.connect(server.port("imap"))) {
            wire.readLine();
            var login = "LOGIN " + an.login() + " " + an.password();
            var all = new ArrayList<>(List.of(login, "SELECT INBOX"));
            all.addAll(List.of(commands));
            for (var command : all) {
                var line = wire.ask("a " + command);
                while (!Objects.requireNonNull(line).startsWith("a ")) {
                    line = wire.readResponse();
                }
                assertThat(line).as(command).startsWith("a OK");
            }
        }
    }

    @Test
    void nothingThatHappensToOthersOrToTheAccountChangesThem() throws IOException {
        for (int i = 1; i <= 6; i++) {
            server.deliver(an.login(), "Subject: " + i + "\r\n\r\nbody\r\n");
        }
        var first = uniqueIds();
        assertThat(first)
                .hasSize(6)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[!-~]{1,70}"));

        imap("CREATE Kept", "COPY 2 Kept", "MOVE 1 Kept", "STORE 1:* +FLAGS (\\Seen \\Flagged)");
        assertThat(uniqueIds()).isEqualTo(first.subList(1, 6));

        imap("STORE 2 +FLAGS (\\Deleted)", "EXPUNGE", "COPY 1 INBOX");
        var now = uniqueIds();
        assertThat(now)
                .startsWith(first.get(1), first.get(3), first.get(4), first.get(5))
                .hasSize(5);
        assertThat(first).doesNotContain(now.getLast()); // a copy is another message

        var accounts = server.bean(Accounts.class);
        var row = accounts.find(an.id()).orElseThrow();
        accounts.edit(an.id(), row.version(), new AccountEdit("An", true, false, 9_999_999, "vi"));
        assertThat(uniqueIds()).isEqualTo(now);

        var reindexing = server.bean(Reindexing.class);
        assertThat(reindexing.start(an.id())).isTrue();
        while (reindexing.state().running()) {
            assertThat(uniqueIds()).isEqualTo(now);
        }

        imap("SELECT Kept", "MOVE 1 INBOX"); // what has been away comes back as another
        assertThat(uniqueIds()).startsWith(now.toArray(String[]::new)).hasSize(6);
        assertThat(first).doesNotContain(uniqueIds().getLast());
    }
}

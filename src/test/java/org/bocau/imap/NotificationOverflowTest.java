package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.junit.jupiter.api.Test;

/** More mailboxes than one session may watch. RFC 5465 §3.1, §5.8. */
@IntegrationTest
class NotificationOverflowTest {
    private final TestServer server;
    private final TestAccount an;

    NotificationOverflowTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    @Test
    void theLastMailboxTooManyEndsTheNotifications() throws IOException {
        long there = count();
        make(Notifications.MOST_MAILBOXES - (int) there);
        try (var watcher = login();
                var other = login()) {
            assertThat(tagged(watcher, "NOTIFY SET (personal (MailboxName))")).startsWith("t OK");
            assertThat(tagged(other, "CREATE toomany")).startsWith("t OK");
            assertThat(watcher.readLine()).startsWith("* OK [NOTIFICATIONOVERFLOW]");
            // From now on as after NOTIFY NONE: others' doings are not told, and nothing is waited
            // for.
            assertThat(tagged(other, "DELETE toomany")).startsWith("t OK");
            assertThat(talk(watcher, "NOOP")).singleElement().asString().startsWith("t OK");
            assertThat(tagged(watcher, "NOTIFY SET (personal (MailboxName))")).startsWith("t OK");
            assertThat(tagged(watcher, "CREATE toomany")).startsWith("t OK");
        }
        try (var late = login()) {
            assertThat(tagged(late, "NOTIFY SET (personal (MailboxName))"))
                    .startsWith("t NO [NOTIFICATIONOVERFLOW]");
            assertThat(tagged(late, "NOTIFY SET (selected (MessageNew MessageExpunge))"))
                    .startsWith("t OK");
        }
    }

    @Test
    void namesAndGroupsOfOneCommandAreBounded() throws IOException {
        try (var wire = login()) {
            String names = String.join(" ", Collections.nCopies(MailboxFilter.MOST_NAMES + 1, "a"));
            assertThat(tagged(wire, "NOTIFY SET (mailboxes (" + names + ") (MailboxName))"))
                    .startsWith("t NO [NOTIFICATIONOVERFLOW]");
            String groups = " (personal NONE)".repeat(NotifyCommand.MOST_GROUPS + 1);
            assertThat(tagged(wire, "NOTIFY SET" + groups))
                    .startsWith("t NO [NOTIFICATIONOVERFLOW]");
            assertThat(tagged(wire, "NOOP")).startsWith("t OK");
        }
    }

    private long count() {
        return server.jdbc()
                .sql("select count(*) from mailbox where account_id = ?")
                .param(an.id().value())
                .query(Long.class)
                .single();
    }

    /** Faster than as many CREATE. */
    private void make(int n) {
        server.jdbc()
                .sql(
                        """
                        insert into mailbox (account_id, id, name, uid_validity)
                        select ?, nextval('mailbox_seq'), 'many' || n, n from generate_series(1, ?) n
                        """)
                .params(an.id().value(), n)
                .update();
    }

    private Wire login() throws IOException {
        var wire = Wire.connect(server.port("imap"));
        assertThat(wire.readLine()).startsWith("* OK");
        assertThat(tagged(wire, "LOGIN " + an.login() + " " + an.password())).startsWith("t OK");
        return wire;
    }

    private static String tagged(Wire wire, String command) throws IOException {
        return talk(wire, command).getLast();
    }

    private static List<String> talk(Wire wire, String command) throws IOException {
        wire.line("t " + command);
        var lines = new ArrayList<String>();
        do {
            lines.add(String.valueOf(wire.readLine()));
        } while (lines.getLast().startsWith("* "));
        return lines;
    }
}

package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import org.bocau.mailbox.Access;
import org.bocau.mailbox.AccessLists;
import org.bocau.mailbox.AccessLists.Change;
import org.bocau.mailbox.MailStore;
import org.bocau.mailbox.MailboxId;
import org.bocau.mailbox.Mailboxes;
import org.bocau.mailbox.Rights;
import org.bocau.mailbox.UidSet;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which command needs which right, and that no name leads past them. RFC 4314 §4, §6. */
@IntegrationTest
class AccessRightsTest {
    private static final Rights ALL = Rights.ALL;

    private final TestServer server;
    private TestAccount an;
    private TestAccount binh;
    private MailboxId box;
    private Wire wire;

    @SuppressWarnings("NullAway.Init") // the account and the connection are made anew for each test
    AccessRightsTest(TestServer server) {
        this.server = server;
    }

    @BeforeEach
    void aSharedMailboxWithAMessage() throws IOException {
        an = server.account("an");
        binh = server.account("binh");
        box = create("box");
        deliver(an);
        deliver(binh);
        var own = new Access(server.bean(Mailboxes.class).status(box), ALL, true);
        server.bean(MailStore.class).copy(inbox(an), UidSet.of(1), own, 0);
        wire = login(binh);
    }

    @AfterEach
    void hangUp() throws IOException {
        wire.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    r | SELECT BOX
                    r | EXAMINE BOX
                    r | STATUS BOX (MESSAGES UNSEEN)
                    i | APPEND BOX {8+}%x: y%%
                    i | UID COPY 1 BOX
                    i | UID MOVE 1 BOX
                    k | CREATE BOX/child
                    k | CREATE BOX/child/
                    k | CREATE BOX/deep/child
                    x | DELETE BOX
                    a | SETACL BOX anyone lr
                    a | SETACL BOX BINH +w
                    a | DELETEACL BOX anyone
                    a | GETACL BOX
                    a | LISTRIGHTS BOX anyone
                    """)
    void commandsOnANameNeedTheirRight(String right, String command) throws IOException {
        assertThat(tagged(wire, "SELECT INBOX")).startsWith("OK");
        var needed = Rights.parse(right);
        String nowhere = without(needed, command, "shared/" + an.login() + "/nowhere");
        String hidden = without(needed, command, "shared/" + an.login() + "/box");
        assertThat(hidden).as("what may not be looked up").isEqualTo(nowhere);

        grant(ALL.minus(needed));
        assertThat(run(command)).startsWith("NO [NOPERM]");
        grant(needed.plus(Rights.parse("l")));
        assertThat(run(command)).startsWith("OK");
    }

    private String without(Rights needed, String command, String name) throws IOException {
        grant(ALL.minus(needed).minus(Rights.parse("l")));
        return tagged(wire, on(command, name));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    s  | STORE 1 +FLAGS (\\Seen)
                    s  | STORE 1 FLAGS.SILENT (\\Seen)
                    t  | STORE 1 +FLAGS (\\Deleted)
                    w  | STORE 1 +FLAGS (\\Flagged)
                    w  | STORE 1 -FLAGS (\\Answered)
                    w  | UID STORE 1 +FLAGS.SILENT ($Work)
                    e  | EXPUNGE
                    e  | UID EXPUNGE 1:*
                    t  | MOVE 1 INBOX
                    e  | UID MOVE 1 INBOX
                    t  | REPLACE 1 INBOX {8+}%x: y%%
                    e  | REPLACE 1 INBOX {8+}%x: y%%
                    """)
    void commandsOnTheSelectedMailboxNeedTheirRight(String right, String command)
            throws IOException {
        var needed = Rights.parse(right);
        grant(ALL.minus(needed));
        assertThat(run("SELECT BOX")).startsWith("OK [READ-WRITE]");
        assertThat(run(command)).startsWith("NO [NOPERM]");
        boolean both = command.contains("MOVE") || command.contains("REPLACE");
        grant(Rights.parse(both ? "rte" : "r").plus(needed));
        assertThat(run(command)).startsWith("OK");
    }

    /** RFC 4314 §4: whoever may read may search, fetch and copy away; nothing becomes \Seen. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "FETCH 1 (FLAGS ENVELOPE)",
                "FETCH 1 BODY[]",
                "UID FETCH 1 RFC822",
                "SEARCH ALL",
                "COPY 1 INBOX",
                "CHECK",
                "NOOP",
                "CLOSE",
                "UNSELECT"
            })
    void readingNeedsNoMoreThanR(String command) throws IOException {
        grant(Rights.parse("r"));
        assertThat(run("SELECT BOX")).startsWith("OK [READ-ONLY]");
        assertThat(run(command)).startsWith("OK");
        assertThat(server.bean(Mailboxes.class).status(box).unseen()).isEqualTo(1);
        assertThat(server.bean(Mailboxes.class).status(box).messages()).isEqualTo(1);
    }

    @ParameterizedTest // RFC 4314 §4: MYRIGHTS for whoever has one of these
    @CsvSource({"l,OK", "r,OK", "i,OK", "k,OK", "x,OK", "a,OK", "s,NO", "wpte,NO"})
    void myRightsForWhoeverMayDoSomethingWithTheName(String rights, String answer)
            throws IOException {
        grant(Rights.parse(rights));
        assertThat(run("MYRIGHTS BOX")).startsWith(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    lx | lk | OK
                    lx | l  | NO [NOPERM]
                    l  | lk | NO [NOPERM]
                    r  | lk | NO [NONEXISTENT]
                    x  | k  | OK
                    """)
    void renameNeedsXOnTheOldNameAndKAboveTheNew(String source, String parent, String answer)
            throws IOException {
        grant(create("from/old"), Rights.parse(source));
        grant(box, Rights.parse(parent));
        String from = "shared/" + an.login() + "/from/old";
        assertThat(run("RENAME " + from + " BOX/new")).startsWith(answer);
    }

    @Test
    void nothingIsRenamedIntoOrOutOfAnotherAccount() throws IOException {
        grant(ALL);
        assertThat(run("CREATE mine")).startsWith("OK");
        assertThat(run("RENAME BOX mine2")).startsWith("NO [CANNOT]");
        assertThat(run("RENAME mine BOX/mine")).startsWith("NO [CANNOT]");
        assertThat(run("RENAME mine shared/" + an.login() + "/mine")).startsWith("NO [CANNOT]");
        assertThat(run("RENAME mine shared/mine")).startsWith("NO [CANNOT]");
        assertThat(run("RENAME mine shared")).startsWith("NO [CANNOT]");
        assertThat(run("CREATE shared")).startsWith("NO [CANNOT]");
        assertThat(run("CREATE shared/mine")).startsWith("NO [NOPERM]");
        assertThat(run("CREATE shared/" + an.login() + "/top")).startsWith("NO [NOPERM]");
        assertThat(run("CREATE shared/nobody@" + server.domain() + "/top"))
                .startsWith("NO [NOPERM]");
        assertThat(run("CREATE BOX/drafts (USE (\\Drafts))")).startsWith("NO [CANNOT]");
        assertThat(server.bean(Mailboxes.class).find(an.id(), "mine")).isEmpty();
    }

    @Test
    void anothersInboxStaysWhereItIs() throws IOException {
        grant(inbox(an), ALL);
        String inbox = "shared/" + an.login() + "/INBOX";
        assertThat(run("RENAME " + inbox + " " + inbox + "/old")).startsWith("NO [CANNOT]");
        assertThat(run("DELETE " + inbox)).startsWith("NO [CANNOT]");
        assertThat(run("STATUS shared/" + an.login() + "/inbox (MESSAGES)")).startsWith("OK");
    }

    /** Every spelling but the one is a name that does not exist. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHARED/AN/box",
                "Shared/AN/box",
                "shared/AN//box",
                "shared//AN/box",
                "/shared/AN/box",
                "shared/AN/../AN/box",
                "shared/AN/./box",
                "shared/AN/BOX",
                "shared/AN",
                "shared/AN/",
                "shared/",
                "shared",
                "shared/AN/box/",
                "\"shared/ AN/box\"",
                "\"shared/AN /box\"",
                "shared/an@EXAMPLE/box",
                "shared/&AGEAbg-/box",
                "&AHMAaABhAHIAZQBk-/AN/box",
                "shared/BINH/box",
                "shared/BINH/INBOX",
                "shared/UPPER/box",
                "shared/\\\"an\\\"@example.org/box"
            })
    void noOtherSpellingLeadsThere(String name) throws IOException {
        grant(ALL);
        String local = an.login().substring(0, an.login().indexOf('@'));
        String upper = local.toUpperCase(java.util.Locale.ROOT) + "@" + server.domain();
        String spelled =
                name.replace("AN", an.login())
                        .replace("BINH", binh.login())
                        .replace("UPPER", upper);
        for (String command :
                new String[] {
                    "SELECT " + spelled,
                    "STATUS " + spelled + " (MESSAGES)",
                    "MYRIGHTS " + spelled,
                    "DELETE " + spelled,
                    "APPEND " + spelled + " {8+}\r\nx: y\r\n\r\n"
                }) {
            assertThat(tagged(wire, command)).doesNotStartWith("OK");
        }
        assertThat(server.bean(Mailboxes.class).status(box).messages()).isEqualTo(1);
    }

    @Test
    void aNumberedMailboxIsNoWayIn() throws IOException { // ids are no names
        assertThat(run("SELECT " + box.number())).startsWith("NO [NONEXISTENT]");
        assertThat(run("SELECT box")).startsWith("NO [NONEXISTENT]");
    }

    @Test // RFC 4314 §2: negative rights win, whoever gave the others
    void negativeRightsAreTakenAwayAgain() throws IOException {
        grant(Rights.parse("lrs"));
        set("anyone", Rights.parse("lri"));
        assertThat(myRights()).isEqualTo("lrsi");
        set("-" + binh.login(), Rights.parse("i"));
        assertThat(myRights()).isEqualTo("lrs");
        set("-anyone", Rights.parse("s"));
        assertThat(myRights()).isEqualTo("lr");
    }

    private String myRights() throws IOException {
        wire.line("t MYRIGHTS " + boxName());
        String line = Objects.requireNonNull(wire.readLine());
        assertThat(wire.readLine()).startsWith("t OK");
        return line.substring(line.lastIndexOf(' ') + 1);
    }

    // --- how ------------------------------------------------------------------------------------

    private String boxName() {
        return "shared/" + an.login() + "/box";
    }

    private String run(String command) throws IOException {
        return tagged(wire, on(command, boxName()));
    }

    private String on(String command, String name) {
        return command.replaceAll("\\bBOX\\b", name)
                .replace("BINH", binh.login())
                .replace("%", "\r\n");
    }

    private void grant(Rights rights) {
        grant(box, rights);
    }

    private void grant(MailboxId mailbox, Rights rights) {
        server.bean(AccessLists.class).set(mailbox, binh.login(), Change.REPLACE, rights);
    }

    private void set(String identifier, Rights rights) {
        server.bean(AccessLists.class).set(box, identifier, Change.REPLACE, rights);
    }

    private MailboxId create(String name) {
        return server.bean(Mailboxes.class).create(an.id(), name, null).id();
    }

    private MailboxId inbox(TestAccount account) {
        return server.bean(Mailboxes.class).find(account.id(), "INBOX").orElseThrow().id();
    }

    private void deliver(TestAccount account) throws IOException {
        server.deliver(account.login(), "Subject: one\r\n\r\ntext\r\n");
    }

    private Wire login(TestAccount account) throws IOException {
        var connection = Wire.connect(server.port("imap"));
        assertThat(connection.readLine()).startsWith("* OK");
        assertThat(tagged(connection, "LOGIN " + account.login() + " " + account.password()))
                .startsWith("OK");
        return connection;
    }

    /** Sends a command and returns what follows the tag of the answer. */
    private static String tagged(Wire wire, String command) throws IOException {
        wire.line("t " + command);
        String line = Objects.requireNonNull(wire.readLine());
        while (!line.startsWith("t ")) {
            line = Objects.requireNonNull(wire.readLine());
        }
        return line.substring(2);
    }
}

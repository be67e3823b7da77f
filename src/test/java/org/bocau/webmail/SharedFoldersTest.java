package org.bocau.webmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.bocau.mailbox.AccessLists;
import org.bocau.mailbox.AccessLists.Change;
import org.bocau.mailbox.Mailboxes;
import org.bocau.mailbox.Rights;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.Role;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;

/** What others share, in the folder list and read. RFC 2342, RFC 4314. */
@IntegrationTest
class SharedFoldersTest {
    private final TestServer server;
    private final TestAccount an;
    private final TestAccount binh;
    private final MailAccount reader;

    SharedFoldersTest(TestServer server) throws IOException {
        this.server = server;
        this.an = server.account("an");
        this.binh = server.account("binh");
        this.reader = new MailAccount(binh.id(), binh.login(), "Binh");
        server.deliver(an.login(), "From: x@example.org\r\nSubject: theirs\r\n\r\nshared text\r\n");
        for (String name : new String[] {"INBOX", "Sent"}) {
            share(name, "lr");
        }
    }

    private void share(String name, String rights) {
        var mailbox = server.bean(Mailboxes.class).find(an.id(), name).orElseThrow();
        server.bean(AccessLists.class)
                .set(mailbox.id(), binh.login(), Change.REPLACE, Rights.parse(rights));
    }

    private Folders folders() {
        return server.bean(FolderStore.class).list(reader);
    }

    private Folder shared(String name) {
        return folders().at(MailboxPath.of("shared/" + an.login() + "/" + name, null));
    }

    @Test
    void standApartAndHaveNoRole() {
        assertThat(folders().shared())
                .extracting(Folder::label)
                .containsExactly(an.login(), "INBOX", "Sent");
        assertThat(folders().shared()).allMatch(f -> f.role() == null && !f.own());
        assertThat(folders().require(Role.SENT).name()).isEqualTo("Sent");
        assertThat(folders().require(Role.INBOX).name()).isEqualTo("INBOX");
        assertThat(folders().own()).isEmpty();
        assertThat(shared("INBOX").unseen()).isEqualTo(1);
        assertThat(shared("INBOX").depth()).isEqualTo(1);
        assertThat(shared("Sent").title()).isEqualTo("Sent · " + an.login());
    }

    @Test
    void whatMayOnlyBeSeenCannotBeOpened() {
        share("Sent", "l");
        assertThatThrownBy(() -> shared("Sent")).isInstanceOf(NoSuchMailException.class);
    }

    @Test
    void areReadInTheBrowser() {
        var visitor = WebVisitor.signedIn(server, binh);
        var page = visitor.get("/mail/inbox").page();
        assertThat(page.select("#folder-list h2").eachText())
                .containsExactly("Folders", "Labels", "Shared with me");
        String inbox = "/mail/" + shared("INBOX").path();
        assertThat(page.select("#folder-list a[href='" + inbox + "']").text()).startsWith("Inbox");

        var list = visitor.get(inbox);
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.page().select("h1").text()).contains(an.login());
        var message = visitor.get(inbox + "/1");
        assertThat(message.status()).as("although \\Seen may not be set").isEqualTo(200);
        assertThat(message.page().text()).contains("shared text");
        assertThat(shared("INBOX").unseen()).isEqualTo(1);
        assertThat(visitor.get("/folders/" + shared("INBOX").path()).status()).isEqualTo(404);
        assertThat(visitor.get("/search?q=theirs").page().text()).contains("theirs");
    }
}

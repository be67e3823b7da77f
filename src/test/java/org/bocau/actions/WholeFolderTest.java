package org.bocau.actions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.bocau.triage.Jobs;
import org.bocau.triage.Snoozes;
import org.junit.jupiter.api.Test;

/** Folders read and emptied as a whole, and snoozes that are refused, over HTTP. */
@IntegrationTest
class WholeFolderTest {
    private static final int MANY = 1001;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final TestServer server;
    private final TestAccount an;
    private final WebVisitor owner;

    WholeFolderTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.owner = WebVisitor.signedIn(server, an);
    }

    private void deliver(int count) throws IOException {
        for (int i = 1; i <= count; i++) {
            server.deliver(
                    an.login(), "From: Lan <lan@example.org>\r\nSubject: Báo cáo\r\n\r\nok\r\n");
        }
    }

    private int unread(String mailbox) {
        var account = new MailAccount(an.id(), an.login(), "An");
        return server.bean(MailClient.class)
                .in(account, mailbox, connection -> connection.unseenUids().length);
    }

    private long total(String path) {
        var account = new MailAccount(an.id(), an.login(), "An");
        return server.bean(FolderStore.class).list(account).all().stream()
                .filter(folder -> folder.path().segment().equals(path))
                .findFirst()
                .orElseThrow()
                .total();
    }

    @Test
    void manyAreReadByAJobAndUnreadAgain() throws IOException {
        deliver(MANY);
        owner.get("/mail/inbox");
        var page = owner.post("/folders/inbox/read", "back", "/mail/inbox");
        assertThat(page.at().getPath()).startsWith("/mail/jobs/");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> server.bean(Jobs.class).open(an.id()).isEmpty());
        assertThat(unread("INBOX")).isZero();
        var id = page.at().getPath().substring("/mail/jobs/".length());
        owner.get(page.at().getPath());
        assertThat(owner.submit("/mail/undo", "id", id).page().select(".told").text())
                .contains("Undoing");
        Awaitility.await().atMost(PATIENCE).until(() -> unread("INBOX") == MANY);
    }

    @Test
    void whatIsNotRubbishIsNotEmptied() throws IOException {
        deliver(2);
        owner.get("/mail/inbox");
        assertThat(owner.get("/folders/inbox/empty").status()).isEqualTo(404);
        owner.get("/mail/inbox");
        assertThat(owner.post("/folders/inbox/empty").status()).isEqualTo(404);
        owner.get("/mail/inbox");
        assertThat(owner.post("/folders/~Nowhere/read").status()).isEqualTo(404);
        assertThat(total("inbox")).isEqualTo(2);
    }

    @Test
    void theTrashIsEmptiedWhenThatWasConfirmed() throws IOException {
        deliver(3);
        owner.get("/mail/inbox");
        owner.post("/mail/actions", "action", "delete", "m", "inbox:1.2.3", "back", "/mail/trash");
        assertThat(owner.get("/folders/trash/empty").page().text()).contains("All 3 messages");
        assertThat(total("trash")).isEqualTo(3);
        assertThat(owner.submit("/folders/trash/empty").page().select(".told").text())
                .contains("3 messages deleted for good");
        assertThat(total("trash")).isZero();
    }

    /** Says why, and has moved nothing; a script gets the same as JSON. */
    @Test
    void asManyAreSnoozedAsThereCanBe() throws IOException {
        deliver(1);
        var others =
                LongStream.rangeClosed(1, Snoozes.MOST)
                        .mapToObj(uid -> new Snoozes.Sleeper(uid, ""))
                        .toList();
        var later = server.bean(Clock.class).instant().plus(Duration.ofDays(1));
        server.bean(Snoozes.class).put(an.id(), 1, 1, others, later);
        owner.get("/mail/inbox");
        var fields = new String[] {"action", "snooze:tomorrow", "m", "inbox:1"};
        var page = owner.post("/mail/actions", fields);
        assertThat(page.page().select(".told").text())
                .contains("You have 5,000 snoozed messages", "Nothing was moved");
        assertThat(total("inbox")).isEqualTo(1);

        owner.with("Accept", "application/json");
        var told = owner.post("/mail/actions", fields);
        assertThat(told.status()).isEqualTo(409);
        assertThat(told.page().text()).contains("You have 5,000 snoozed messages");
        assertThat(total("inbox")).isEqualTo(1);
    }
}

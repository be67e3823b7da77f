package org.bocau.webmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.MailServer;
import org.bocau.mailclient.MailWatch;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.Role;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.MailUser;
import org.bocau.testing.TestServer;
import org.bocau.webmail.MessageLists.Position;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Folders and their lists against the bundled servers, over their real sockets. */
@IntegrationTest
class MailClientTest {
    private final TestServer server;
    private final MailUser user;
    private final MailAccount an;

    MailClientTest(TestServer server) {
        this.server = server;
        this.user = MailUser.of(server, "an", "An");
        this.an = user.account();
    }

    private MessagePage page(Position at) {
        return server.bean(MessageLists.class).page(an, user.folders(), user.inbox(), at, true);
    }

    @Test
    void listsFoldersWithTheirRoles() throws IOException {
        user.deliver("one", "text");
        assertThat(user.folders().withRole())
                .extracting(Folder::role)
                .containsExactly(
                        Role.INBOX, Role.DRAFTS, Role.SENT, Role.ARCHIVE, Role.JUNK, Role.TRASH);
        assertThat(user.inbox().unseen()).isEqualTo(1);
    }

    private static @Nullable ListCursor below(MessagePage page) {
        return page.rows().getLast().cursor();
    }

    @Test
    void foldersCanBeNamedWithoutBeingCounted() throws IOException {
        user.deliver("one", "text");
        server.bean(FolderStore.class).create(an, null, "Du lịch");
        var named = server.bean(FolderStore.class).names(an);
        assertThat(named.selectable())
                .extracting(Folder::path)
                .isEqualTo(user.folders().selectable().stream().map(Folder::path).toList());
        assertThat(named.require(Role.INBOX).unseen()).isZero();
    }

    @Test
    void pagesByArrival() throws IOException {
        for (int i = 1; i <= 120; i++) user.deliver("number " + i, "text " + i);
        var first = page(Position.NEWEST);
        assertThat(first.rows())
                .hasSize(50)
                .first()
                .extracting(MessageRow::subject)
                .isEqualTo("number 120");
        assertThat(first.newer()).isNull();
        assertThat(first.rows().getFirst().preview()).isEqualTo("text 120");
        var second = page(new Position(below(first), null, null));
        assertThat(second.older()).isEqualTo("before=" + below(second));
        assertThat(second.newer()).isNotNull();
        assertThat(second.rows())
                .hasSize(50)
                .first()
                .extracting(MessageRow::subject)
                .isEqualTo("number 70");
        var third = page(new Position(below(second), null, null));
        assertThat(third.rows()).hasSize(20);
        assertThat(third.older()).isNull();
        assertThat(page(new Position(null, below(second), null)).rows()).hasSize(100);
        assertThat(page(new Position(null, null, 3L)).rows()).isNotEmpty();
    }

    @Test
    void foldersAreMadeRenamedAndDeleted() throws IOException {
        var store = server.bean(FolderStore.class);
        var path = store.create(an, null, "Du lịch & nghỉ");
        var made = user.folders().at(path);
        assertThat(made.label()).isEqualTo("Du lịch & nghỉ");
        store.create(an, made, "2026");
        var newPath = store.rename(an, made, "Chuyến đi");
        assertThat(user.folders().own()).extracting(Folder::path).contains(newPath);
        var renamed = user.folders().at(newPath);
        assertThat(user.folders().own())
                .extracting(Folder::name)
                .containsExactly("Chuyến đi", "Chuyến đi/2026");
        assertThatThrownBy(() -> store.create(an, null, "Chuyến đi"))
                .isInstanceOf(MailRefusedException.class);
        user.deliver("one", "text");
        server.bean(MessageActions.class).move(an, user.inbox(), new long[] {1}, renamed);
        assertThat(user.folders().at(renamed.path()).total()).isEqualTo(1);
        store.delete(an, user.folders().all().getLast());
        assertThat(user.folders().own()).hasSize(1);
    }

    @Tag("T43")
    @Test
    void whatIsNotThereIsNotFound() {
        assertThatThrownBy(() -> user.folders().at(new MailboxPath("~Nowhere")))
                .isInstanceOf(NoSuchMailException.class);
    }

    @Test
    void newMailIsTold() throws Exception {
        var told = new LinkedBlockingQueue<String>();
        var watch = new MailWatch(server.bean(MailServer.class), an, "INBOX");
        watch.add(
                new MailWatch.Listener() {
                    @Override
                    public void changed(int arrived) {
                        told.add("arrived " + arrived);
                    }

                    @Override
                    public void alert(String text) {
                        told.add("alert " + text);
                    }
                });
        var thread = Thread.ofVirtual().start(watch);
        assertThat(watch.awaitIdle(10, TimeUnit.SECONDS)).isTrue();
        user.deliver("new", "text");
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("arrived 1");
        watch.stop();
        assertThat(thread.join(java.time.Duration.ofSeconds(10))).isTrue();
    }
}

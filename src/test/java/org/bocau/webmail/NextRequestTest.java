package org.bocau.webmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.Role;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.bocau.webmail.MessageLists.Position;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.event.LogoutSuccessEvent;

/**
 * What one request has done, the next one sees, whichever pooled connection each of them gets,
 * while other tabs of the same user are at work and live views watch.
 */
@IntegrationTest
class NextRequestTest {
    private static final int TABS = 3;
    private static final int ROUNDS = 12;

    private final TestServer server;
    private final MailAccount an;
    private final FolderStore store;
    private final MessageLists lists;
    private final MessageActions actions;

    NextRequestTest(TestServer server) {
        this.server = server;
        var account = server.account("an");
        this.an = new MailAccount(account.id(), account.login(), "An");
        this.store = server.bean(FolderStore.class);
        this.lists = server.bean(MessageLists.class);
        this.actions = server.bean(MessageActions.class);
    }

    @AfterEach
    void signOut() {
        var nobody = UsernamePasswordAuthenticationToken.unauthenticated(an.address(), "");
        server.bean(LiveMail.class).signedOut(new LogoutSuccessEvent(nobody));
    }

    private void deliver(int count) throws IOException {
        for (int i = 1; i <= count; i++) {
            server.deliver(an.address(), "Subject: number " + i + "\r\n\r\ntext");
        }
    }

    private List<String> names() {
        return store.list(an).all().stream().map(Folder::name).toList();
    }

    private List<Long> uids(Folder folder) {
        var page = lists.page(an, store.list(an), folder, Position.NEWEST, true);
        assertThat(page.total()).isEqualTo(page.rows().size());
        return page.rows().stream().map(MessageRow::uid).toList();
    }

    /** Each in a tab of its own, all at once. */
    private static void together(List<Callable<?>> tabs) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            for (var tab : tabs) running.add(threads.submit(tab));
            for (var one : running) one.get();
        }
    }

    @Test
    void foldersMadeRenamedAndDeletedAreSeenSo() throws Exception {
        var live = server.bean(LiveMail.class);
        var inbox = store.list(an).require(Role.INBOX);
        var tabs = new ArrayList<Callable<?>>();
        for (int tab = 0; tab < TABS; tab++) {
            var own = "tab " + tab;
            tabs.add(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    var made = store.create(an, null, own);
                    var folder = store.list(an).at(made);
                    live.open(an, inbox, List.of(folder), Map.of());
                    assertThat(uids(folder)).isEmpty();
                    var renamed = store.rename(an, folder, own + " renamed");
                    assertThat(names()).contains(own + " renamed").doesNotContain(own);
                    store.delete(an, store.list(an).at(renamed));
                    assertThat(names()).doesNotContain(own, own + " renamed");
                }
                return null;
            });
        }
        together(tabs);
    }

    @Test
    void deletedMessagesAreGoneFromTheNextPage() throws Exception {
        deliver(TABS * ROUNDS);
        var folders = store.list(an);
        var inbox = folders.require(Role.INBOX);
        var trash = folders.require(Role.TRASH);
        server.bean(LiveMail.class).open(an, inbox, List.of(inbox), Map.of());
        var tabs = new ArrayList<Callable<?>>();
        for (int tab = 0; tab < TABS; tab++) {
            int first = tab * ROUNDS + 1;
            tabs.add(() -> {
                for (long uid = first; uid < first + ROUNDS; uid++) {
                    actions.move(an, inbox, new long[] {uid}, trash);
                    assertThat(uids(inbox)).doesNotContain(uid);
                }
                return null;
            });
        }
        together(tabs);
        assertThat(uids(inbox)).isEmpty();
        assertThat(store.list(an).require(Role.TRASH).total()).isEqualTo(TABS * ROUNDS);
    }

    /** Its name belongs to another mailbox now, and a pooled connection still is in the old one. */
    @Test
    void aFolderInThePlaceOfAnotherIsItself() throws Exception {
        deliver(2);
        var folders = store.list(an);
        var inbox = folders.require(Role.INBOX);
        var path = store.create(an, null, "first");
        var first = store.list(an).at(path);
        actions.move(an, inbox, new long[] {1}, first);
        var client = server.bean(MailClient.class);
        client.in(
                an,
                first.name(),
                _ -> { // while this one is in the folder, another connection renames it
                    var renamed = store.rename(an, first, "second");
                    store.create(an, null, "first");
                    return renamed;
                });
        assertThat(uids(first)).isEmpty();
        assertThat(uids(store.list(an).at(MailboxPath.of("second", null)))).hasSize(1);
        client.in(
                an,
                "second",
                _ -> {
                    store.delete(an, store.list(an).at(MailboxPath.of("second", null)));
                    return store.create(an, null, "second");
                });
        assertThat(uids(store.list(an).at(MailboxPath.of("second", null)))).isEmpty();
    }
}

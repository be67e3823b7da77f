package org.bocau.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.bocau.message.MimeParser;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes that wait for one mailbox while another is made. */
@IntegrationTest
class TurnsTest {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> all = new ArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private TestServer server;
    private Store store;
    private Turns turns;
    private MailboxId inbox;

    @BeforeEach
    void aMailboxThatIsBeingChanged(TestServer running) throws Exception {
        server = running;
        store = new Store(server);
        turns = server.bean(Turns.class);
        inbox = store.inbox("an");
        store.fill(inbox, 2);
        all.add(
                threads.submit(() ->
                        turns.take(
                                inbox,
                                Turns.Kind.FLAGS,
                                Optional.empty(),
                                _ -> {
                                    begun.countDown();
                                    return awaited(go);
                                })));
        begun.await();
    }

    @AfterEach
    void nobodyWaits() {
        go.countDown();
        threads.close();
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns once it waits. */
    private <T> Future<T> queue(Callable<T> change) {
        int before = turns.waiting(inbox);
        var future = threads.submit(change);
        all.add(future);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> turns.waiting(inbox) > before);
        return future;
    }

    private record Seen(long transaction, String commit) {}

    private Seen look() {
        return server.jdbc()
                .sql("select pg_current_xact_id()::text, current_setting('synchronous_commit')")
                .query((row, _) -> new Seen(row.getLong(1), row.getString(2)))
                .single();
    }

    private Future<Seen> queueLook(Turns.Kind kind) {
        return queue(() -> turns.take(inbox, kind, Optional.empty(), _ -> look()));
    }

    private Future<MailStore.Edited> queueFlag(Flag flag) {
        var edit = new FlagEdit(FlagEdit.Action.ADD, Flags.of(flag));
        return queue(() -> store.mail.editFlags(inbox, UidSet.of(1, 2), edit, Long.MAX_VALUE));
    }

    @Test
    void whoWaitsSharesATransaction() throws Exception {
        var one = queueLook(Turns.Kind.MESSAGE);
        var other = queueLook(Turns.Kind.MESSAGE);
        go.countDown();
        assertThat(one.get()).isEqualTo(other.get());
    }

    @Test // else two removals lock contents out of order, and the indexer between them: a deadlock
    void aRemovalEndsItsTransaction() throws Exception {
        var before = queueLook(Turns.Kind.MESSAGE);
        var removal = queueLook(Turns.Kind.REMOVAL);
        var other = queueLook(Turns.Kind.REMOVAL);
        go.countDown();
        assertThat(removal.get()).isEqualTo(before.get());
        assertThat(other.get().transaction()).isNotEqualTo(removal.get().transaction());
    }

    @Test
    void flagsAloneDoNotWaitForTheDisk() throws Exception {
        var flags = queueFlag(Flag.SEEN);
        var after = queueLook(Turns.Kind.FLAGS);
        go.countDown();
        assertThat(flags.get().stored()).hasSize(2);
        assertThat(after.get().commit()).isEqualTo("off");
    }

    @Test // an APPEND must not lose its wait to the flags it is committed with
    void flagsWithAMessageWaitForTheDisk() throws Exception {
        var flags = queueFlag(Flag.SEEN);
        var message = queue(() -> store.append(inbox, Store.message("third", "text")));
        var after = queueLook(Turns.Kind.FLAGS);
        go.countDown();
        assertThat(flags.get().stored()).hasSize(2);
        assertThat(message.get().uid()).isEqualTo(3);
        assertThat(after.get().commit()).isEqualTo("on");
        assertThat(store.mail.messages(inbox).uids()).containsExactly(1, 2, 3);
    }

    @Test
    void theIndexSeesAllInTheOrderOfChanges() throws Exception {
        var _ = queueFlag(Flag.DELETED);
        var message = queue(() -> store.append(inbox, Store.message("third", "text")));
        var gone = queue(() -> store.mail.expunge(inbox, null));
        go.countDown();
        assertThat(gone.get()).isEqualTo(UidSet.of(1, 2));
        assertThat(message.get().uid()).isEqualTo(3);
        assertThat(store.mail.messages(inbox).uids()).containsExactly(3);
        assertThat(store.mailboxes.status(inbox).deleted()).isZero();
    }

    @Test
    void whatIsRefusedHarmsNobodyElse() throws Exception {
        var before = queue(() -> store.append(inbox, Store.message("third", "text")));
        var refused =
                queue(() -> {
                    var octets = Store.message("too much", "text").getBytes(UTF_8);
                    try (var spool = store.spool(octets)) {
                        var incoming =
                                new Incoming(
                                        inbox,
                                        spool,
                                        MimeParser.parse(spool),
                                        Flags.NONE,
                                        Store.RECEIVED);
                        return store.mail.append(List.of(incoming), 1);
                    }
                });
        var after = queueFlag(Flag.FLAGGED);
        go.countDown();
        assertThat(before.get().uid()).isEqualTo(3);
        assertThat(after.get().stored()).hasSize(2);
        assertThatThrownBy(refused::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StoreRefusal.class);
        assertThat(store.mailboxes.status(inbox).messages()).isEqualTo(3);
        assertThat(store.mailboxes.status(inbox).uidNext()).isEqualTo(4);
    }

    @Test
    void equalMessagesAtOnceShareABody() throws Exception {
        String message = Store.message("twice " + inbox, "text");
        var one = queue(() -> store.append(inbox, message));
        var other = queue(() -> store.append(inbox, message));
        go.countDown();
        assertThat(List.of(one.get().uid(), other.get().uid())).containsExactly(3L, 4L);
        assertThat(
                        store.count(
                                "select count(*) from body_chunk where sha256 in (select body_sha256 from message_content"
                                        + " where subject = ?)",
                                "twice " + inbox))
                .isEqualTo(1);
    }

    @Test
    void aMailboxThatGoesMeanwhileIsGoneForAll() throws Exception {
        var folder = store.create("an", "Gone");
        store.mailboxes.delete(store.account("an"), "Gone");
        assertThatThrownBy(() -> store.append(folder, Store.message("late", "text")))
                .isInstanceOf(StoreRefusal.class);
        assertThatThrownBy(() -> store.mail.expunge(folder, UidSet.of(1)))
                .isInstanceOf(StoreRefusal.class);
        var edit = new FlagEdit(FlagEdit.Action.ADD, Flags.of(Flag.SEEN));
        assertThatThrownBy(() -> store.mail.editFlags(folder, UidSet.of(1), edit, Long.MAX_VALUE))
                .isInstanceOf(StoreRefusal.class);
    }
}

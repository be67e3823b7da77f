package org.bocau.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.bocau.mailbox.Changes.MessageState;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The mailbox in memory is what the database has, whoever changed it and however. */
@IntegrationTest
class MailboxIndexesTest {
    private Store store;
    private MailboxIndexes indexes;
    private MailboxId inbox;

    @BeforeEach
    void anEmptyInbox(TestServer server) {
        store = new Store(server);
        indexes = server.bean(MailboxIndexes.class);
        inbox = store.inbox("an");
    }

    @Test
    void whatThisNodeCommitsNeedsNoHint() throws IOException {
        assertThat(indexes.current(inbox).count()).isZero();
        store.fill(inbox, 3);
        isTheDatabase(inbox);
        edit(1, FlagEdit.Action.ADD, Flags.of(Flag.SEEN));
        edit(2, FlagEdit.Action.ADD, new Flags(Flag.DELETED.bit(), List.of("work")));
        isTheDatabase(inbox);
        store.mail.expunge(inbox, null);
        isTheDatabase(inbox);
        assertThat(indexes.current(inbox).uids()).containsExactly(1, 3);
    }

    @Test
    void aCommitOfAnotherNodeIsSeenAfterItsHintAndAtSelectWithoutOne() throws IOException {
        store.fill(inbox, 2);
        var before = indexes.current(inbox);
        store.server
                .jdbc()
                .sql(
                        """
                        with b as (update mailbox set highest_modseq = highest_modseq + 1, unseen = unseen - 1
                                    where account_id = ? and id = ? returning *)
                        update message m set flags = 1, modseq = b.highest_modseq from b
                         where m.account_id = b.account_id and m.mailbox_id = b.id and m.uid = 2
                        """)
                .params(inbox.account().value(), inbox.number())
                .update();
        assertThat(indexes.current(inbox)).isSameAs(before);
        assertThat(store.mail.open(inbox, false).messages().system(1)).isEqualTo(1);

        store.server.bean(ChangeFeed.class).heard(new Hint.OfMailbox(inbox));
        isTheDatabase(inbox);
    }

    @Test
    void anEditOfOneMessageIsTheSameAsOneOfMany() throws IOException {
        var other = store.inbox("binh");
        for (var mailbox : List.of(inbox, other)) {
            store.fill(mailbox, 2);
        }
        var random = new Random(7);
        for (int i = 0; i < 60; i++) {
            var action = List.of(FlagEdit.Action.values()).get(random.nextInt(3));
            var flags = new Flags(random.nextInt(32), List.of());
            store.mail.editFlags(inbox, UidSet.of(1), new FlagEdit(action, flags), Long.MAX_VALUE);
            store.mail.editFlags(
                    other, UidSet.of(1, 99), new FlagEdit(action, flags), Long.MAX_VALUE);
            assertThat(indexes.current(inbox).system(0))
                    .isEqualTo(indexes.current(other).system(0));
            var one = store.mailboxes.status(inbox);
            var many = store.mailboxes.status(other);
            assertThat(one.unseen()).isEqualTo(many.unseen());
            assertThat(one.deleted()).isEqualTo(many.deleted());
        }
        isTheDatabase(inbox);
    }

    @Test // RFC 7162 §3.1.3
    void anEditOfOneMessageLeavesANewerOneAlone() throws IOException {
        store.fill(inbox, 1);
        long known = indexes.current(inbox).modseq(0);
        edit(1, FlagEdit.Action.ADD, Flags.of(Flag.SEEN));
        var edit = new FlagEdit(FlagEdit.Action.ADD, Flags.of(Flag.FLAGGED));
        var edited = store.mail.editFlags(inbox, UidSet.of(1), edit, known);
        assertThat(edited.leftAlone()).isEqualTo(UidSet.of(1));
        assertThat(edited.stored()).isEmpty();
        assertThat(indexes.current(inbox).system(0)).isEqualTo(Flag.SEEN.bit());
        assertThat(store.mail.editFlags(inbox, UidSet.of(77), edit, known).stored()).isEmpty();
    }

    @Test
    void manyAtOnceLeaveTheIndexAndTheCountersRight() throws Exception {
        store.fill(inbox, 50);
        var other = store.create("an", "Other");
        var random = new Random(4711);
        var work = new ArrayList<Callable<Object>>();
        for (int i = 0; i < 300; i++) {
            long uid = 1L + random.nextInt(60);
            int bits = random.nextInt(32);
            work.add(
                    switch (random.nextInt(6)) {
                        case 0 -> () -> store.append(inbox, Store.message("n", "text"));
                        case 1 -> () -> store.mail.expunge(inbox, UidSet.of(uid));
                        case 2 -> () -> store.move(other, UidSet.of(uid), inbox);
                        case 3 -> () -> store.copy(inbox, UidSet.of(uid), other);
                        case 4 -> () -> edit(uid, FlagEdit.Action.ADD, new Flags(bits, List.of()));
                        default ->
                                () -> {
                                    var messages = indexes.current(inbox);
                                    assertThat(messages.uids()).isSorted().doesNotHaveDuplicates();
                                    return messages;
                                };
                    });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(work)) {
                assertThat(done.get()).isNotNull();
            }
        }
        isTheDatabase(inbox);
        isTheDatabase(other);
        var status = store.mailboxes.status(inbox);
        var messages = indexes.current(inbox);
        long unseen =
                java.util.stream.IntStream.range(0, messages.count())
                        .filter(row -> !Flag.SEEN.in(messages.system(row)))
                        .count();
        assertThat(status.messages()).isEqualTo(messages.count());
        assertThat(status.unseen()).isEqualTo(unseen);
        assertThat(status.highestModseq()).isEqualTo(messages.modseq());
    }

    /**
     * Decision 41; RFC 7162 §3.1: who asks for what came after a mod-sequence is told all of it.
     */
    @Test
    void whatComesAfterFlagsThatACrashTookBackIsSeen() throws IOException {
        var other = store.create("an", "Other");
        store.fill(other, 1);
        store.fill(inbox, 6);
        List<Step> steps =
                List.of(
                        () -> store.append(inbox, Store.message("later", "text")),
                        () -> store.copy(other, UidSet.of(1), inbox),
                        () -> store.move(inbox, UidSet.of(2), other),
                        () -> edit(3, FlagEdit.Action.ADD, Flags.of(Flag.DELETED)),
                        () -> store.mail.expunge(inbox, UidSet.of(3)),
                        () -> edit(4, FlagEdit.Action.ADD, Flags.of(Flag.FLAGGED)));
        for (var step : steps) {
            var status = store.mailboxes.status(inbox);
            long modseq = indexes.current(inbox).modseq(0);
            edit(1, FlagEdit.Action.ADD, Flags.of(Flag.SEEN));
            long told = indexes.current(inbox).modseq();
            takeBack(status.highestModseq(), modseq);

            step.run();

            assertThat(store.mailboxes.status(inbox).highestModseq()).isGreaterThan(told);
            assertThat(indexes.current(inbox).uids())
                    .containsExactly(store.server.bean(Reading.class).messages(inbox).uids());
        }
        store.server.bean(ChangeFeed.class).heardNothing(_ -> List.of(inbox));
        isTheDatabase(inbox);
        assertThat(indexes.current(inbox).system(0)).isZero();
    }

    private interface Step {
        void run() throws IOException;
    }

    /** As recovery does with a commit that had not come to the disk; it takes longer than this. */
    private void takeBack(long highestModseq, long modseq) {
        var jdbc = store.server.jdbc();
        jdbc.sql("select pg_sleep(0.1)").query((row, _) -> "").single();
        jdbc.sql(
                        "update mailbox set highest_modseq = ?, unseen = unseen + 1 where account_id = ? and id = ?")
                .params(highestModseq, inbox.account().value(), inbox.number())
                .update();
        jdbc.sql(
                        "update message set flags = 0, modseq = ? where account_id = ? and mailbox_id = ? and uid = 1")
                .params(modseq, inbox.account().value(), inbox.number())
                .update();
    }

    /**
     * Whoever commits has a database connection, and a reader who waits for one has the index: the
     * former must never wait for the latter.
     */
    @Test
    void aCommitDoesNotWaitForWhoReadsTheMailbox() throws Exception {
        store.fill(inbox, 1);
        assertThat(indexes.current(inbox).count()).isEqualTo(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var blocking = store.server.bean(DataSource.class).getConnection();
                var statement = blocking.createStatement()) {
            blocking.setAutoCommit(false);
            statement.execute("lock table expunged in access exclusive mode");
            indexes.stale(inbox);
            var reader = threads.submit(() -> indexes.current(inbox));
            awaitBlockedQuery(statement);
            var edited = threads.submit(() -> edit(1, FlagEdit.Action.ADD, Flags.of(Flag.SEEN)));
            try {
                assertThat(edited.get(10, TimeUnit.SECONDS).stored()).hasSize(1);
                assertThat(reader.isDone()).isFalse();
            } finally {
                blocking.rollback();
                blocking.setAutoCommit(true);
            }
            assertThat(reader.get().count()).isEqualTo(1);
        }
        isTheDatabase(inbox);
    }

    /** Until the reader's query waits for the table; asking takes long enough. */
    private static void awaitBlockedQuery(Statement statement) throws SQLException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < deadline) {
            try (var row =
                    statement.executeQuery(
                            """
                            select count(*) from pg_locks l join pg_class c on c.oid = l.relation
                             where c.relname = 'expunged' and not l.granted
                            """)) {
                if (row.next() && row.getInt(1) > 0) {
                    return;
                }
            }
        }
        throw new AssertionError("the reader never came to the table");
    }

    private MailStore.Edited edit(long uid, FlagEdit.Action action, Flags flags) {
        var edit = new FlagEdit(action, flags);
        return store.mail.editFlags(inbox, UidSet.of(uid), edit, Long.MAX_VALUE);
    }

    private void isTheDatabase(MailboxId mailbox) {
        var stored = states(store.server.bean(Reading.class).messages(mailbox));
        assertThat(states(indexes.current(mailbox))).isEqualTo(stored);
    }

    private static List<MessageState> states(Messages messages) {
        var states = new ArrayList<MessageState>();
        for (int row = 0; row < messages.count(); row++) {
            states.add(messages.state(row));
        }
        return states;
    }
}

package org.bocau.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bocau.message.MimeParser;
import org.bocau.message.Spool;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Messages of many at once; the store's consistency is checked after each test. */
@IntegrationTest
class ArrivalsTest {
    private static final int SENDERS = 48;

    private final AtomicInteger serial = new AtomicInteger();
    private TestServer server;
    private Store store;
    private Broadcast broadcast;
    private List<MailboxId> inboxes;

    @BeforeEach
    void sixInboxes(TestServer testServer) {
        server = testServer;
        store = new Store(server);
        broadcast = server.bean(Broadcast.class);
        inboxes = IntStream.range(0, 6).mapToObj(n -> store.inbox("user" + n)).toList();
    }

    @Test
    void eachIsFiledWhereItBelongsWithANumberOfItsOwn() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var work = new ArrayList<Future<Appended>>();
            for (int n = 0; n < SENDERS; n++) {
                var box = inboxes.get(n % inboxes.size());
                var text = Store.message("for " + n % inboxes.size(), "text " + n);
                work.add(threads.submit(() -> store.append(box, text)));
            }
            for (int n = 0; n < SENDERS; n++) {
                assertThat(work.get(n).get().mailbox()).isEqualTo(inboxes.get(n % inboxes.size()));
            }
        }
        int each = SENDERS / inboxes.size();
        for (int i = 0; i < inboxes.size(); i++) {
            var status = store.mailboxes.status(inboxes.get(i));
            assertThat(status.messages()).isEqualTo(each);
            assertThat(status.uidNext()).isEqualTo(each + 1);
            assertThat(store.mail.messages(inboxes.get(i)).lastUid()).isEqualTo(each);
            assertThat(subjects(inboxes.get(i))).containsOnly("for " + i).hasSize(each);
        }
    }

    @Test
    void severalForOneMailboxGetTheirNumbersInOrder() throws IOException {
        var box = inboxes.getFirst();
        try (var first = spool("first", "1");
                var other = spool("other", "2");
                var second = spool("second", "3")) {
            var filed =
                    broadcast.fileAtOnce(
                            List.of(
                                    target(box, first, 0),
                                    target(inboxes.get(1), other, 0),
                                    target(box, second, 0)));
            assertThat(filed).allMatch(Optional::isPresent);
            assertThat(filed).extracting(one -> one.get().uid()).containsExactly(1L, 1L, 2L);
        }
        assertThat(subjects(box)).containsExactly("first", "second");
        assertThat(store.mailboxes.status(box).unseen()).isEqualTo(2);
    }

    /** RFC 8474: whoever answers what came in the same moment is in its thread. */
    @Test
    void anAnswerFiledWithItsQuestionJoinsTheThread() throws IOException {
        var question = "Message-ID: <q@x.example>\r\n" + Store.message("Tea", "?");
        var answer =
                "Message-ID: <a@x.example>\r\nReferences: <q@x.example>\r\n"
                        + Store.message("Re: Tea", "!");
        var box = inboxes.getFirst();
        try (var one = store.spool(question.getBytes(UTF_8));
                var two = store.spool(answer.getBytes(UTF_8))) {
            var filed = broadcast.fileAtOnce(List.of(target(box, one, 0), target(box, two, 0)));
            assertThat(filed).allMatch(Optional::isPresent);
        }
        assertThat(
                        store.count(
                                "select count(distinct thread_id) from message_content where account_id = ?",
                                box.account().value()))
                .isEqualTo(1);
    }

    @Test
    void whoHasNoRoomOrIsGoneIsLeftOutAndTheOthersAreFiled() throws IOException {
        var gone = new MailboxId(inboxes.getFirst().account(), Long.MAX_VALUE);
        try (var spool = spool("x", "y".repeat(500))) {
            var filed =
                    broadcast.fileAtOnce(
                            List.of(
                                    target(gone, spool, 0),
                                    target(inboxes.get(1), spool, 100),
                                    target(inboxes.get(2), spool, 10_000)));
            assertThat(filed.get(0)).isEmpty();
            assertThat(filed.get(1)).isEmpty();
            assertThat(filed.get(2).orElseThrow().uid()).isEqualTo(1);
            assertThatThrownBy(
                            () -> store.mail.append(List.of(message(inboxes.get(1), spool)), 100))
                    .isInstanceOfSatisfying(
                            StoreRefusal.class,
                            e -> assertThat(e.reason()).isEqualTo(StoreRefusal.Reason.OVER_QUOTA));
        }
        assertThat(store.mailboxes.status(inboxes.get(1)).uidNext()).isEqualTo(1);
    }

    /** What fits by itself does not when another of the same moment has taken the room. */
    @Test
    void theQuotaCountsWhatIsFiledTogether() throws IOException {
        var box = inboxes.getFirst();
        try (var one = spool("one", "y".repeat(500));
                var two = spool("two", "z".repeat(500))) {
            long room = one.size() + two.size() - 1;
            var filed =
                    broadcast.fileAtOnce(List.of(target(box, one, room), target(box, two, room)));
            assertThat(filed).map(Optional::isPresent).containsExactly(true, false);
        }
        assertThat(store.mailboxes.status(box).messages()).isEqualTo(1);
    }

    @Test
    void aLockedMailboxHoldsUpNobodyElse() throws Exception {
        var locked = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var transaction = new TransactionTemplate(server.bean(PlatformTransactionManager.class));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var holder =
                    threads.submit(() ->
                            transaction.executeWithoutResult(_ -> {
                                var _ = Locking.lock(server.jdbc(), inboxes.getFirst());
                                locked.countDown();
                                await(release);
                            }));
            locked.await();
            var held = new ArrayList<Future<Appended>>();
            try {
                for (int n = 0; n < 4; n++) {
                    held.add(threads.submit(() -> append(inboxes.getFirst())));
                }
                var free = new ArrayList<Future<Appended>>();
                for (int n = 0; n < 20; n++) {
                    var box = inboxes.get(1 + n % 5);
                    free.add(threads.submit(() -> append(box)));
                }
                for (var one : free) {
                    assertThat(one.get().uid()).isPositive();
                }
                assertThat(held).noneMatch(Future::isDone);
            } finally {
                release.countDown();
            }
            holder.get();
            for (var one : held) {
                assertThat(one.get().mailbox()).isEqualTo(inboxes.getFirst());
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Appended append(MailboxId box) throws IOException {
        // not the same octets: they would be one body, which has a lock of its own
        return store.append(box, Store.message("at once", "text " + serial.getAndIncrement()));
    }

    private Spool spool(String subject, String text) throws IOException {
        return store.spool(Store.message(subject, text).getBytes(UTF_8));
    }

    private static Incoming message(MailboxId box, Spool spool) throws IOException {
        return new Incoming(box, spool, MimeParser.parse(spool), Flags.NONE, Store.RECEIVED);
    }

    private static MailStore.Target target(MailboxId box, Spool spool, long quota)
            throws IOException {
        return new MailStore.Target(message(box, spool), quota);
    }

    private List<String> subjects(MailboxId box) {
        return server.jdbc()
                .sql(
                        """
                        select c.subject from message m
                          join message_content c on c.account_id = m.account_id and c.id = m.content_id
                         where m.account_id = ? and m.mailbox_id = ? order by m.uid
                        """)
                .params(box.account().value(), box.number())
                .query((row, _) -> row.getString(1))
                .list();
    }
}

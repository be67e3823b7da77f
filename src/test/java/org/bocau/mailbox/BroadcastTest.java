package org.bocau.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bocau.message.MimeParser;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One message for many, by one statement; the store's consistency is checked after each test. */
@IntegrationTest
class BroadcastTest {
    private Store store;
    private List<MailboxId> inboxes;

    @BeforeEach
    void threeInboxes(TestServer server) {
        store = new Store(server);
        inboxes = Stream.of("an", "binh", "chi").map(store::inbox).toList();
    }

    @Test
    void everyMailboxGetsItUnderItsOwnNumbers() throws IOException {
        store.fill(inboxes.get(1), 2);

        var filed = appendToAll(inboxes.reversed(), "for all", 0);

        assertThat(filed).extracting(Appended::mailbox).isEqualTo(inboxes.reversed());
        assertThat(filed).extracting(Appended::uid).containsExactly(1L, 3L, 1L);
        for (var one : filed) {
            var status = store.mailboxes.status(one.mailbox());
            assertThat(status.uidNext()).isEqualTo(one.uid() + 1);
            assertThat(status.highestModseq()).isEqualTo(one.modseq());
            assertThat(status.unseen()).isEqualTo(status.messages());
            assertThat(store.mail.messages(one.mailbox()).lastUid()).isEqualTo(one.uid());
        }
        assertThat(
                        store.count(
                                "select count(distinct body_sha256) from message_content where subject = ?",
                                "for all"))
                .isEqualTo(1);
    }

    /** One message that two clients APPEND: each has said when it came. */
    @Test
    void theSameOctetsMayHaveComeAtDifferentTimes() throws IOException {
        try (var spool = store.spool(Store.message("x", "y").getBytes(UTF_8))) {
            var parsed = MimeParser.parse(spool);
            var dates = List.of(Store.RECEIVED, Store.RECEIVED.minusSeconds(86_400));
            var targets =
                    IntStream.range(0, 2)
                            .mapToObj(i ->
                                    new Incoming(
                                            inboxes.get(i),
                                            spool,
                                            parsed,
                                            Flags.NONE,
                                            dates.get(i)))
                            .map(message -> new MailStore.Target(message, 0))
                            .toList();
            store.mail.appendToAll(targets);

            for (int i = 0; i < 2; i++) {
                assertThat(
                                store.count(
                                        "select extract(epoch from internal_date)::bigint from message"
                                                + " where account_id = ?",
                                        inboxes.get(i).account().value()))
                        .isEqualTo(dates.get(i).getEpochSecond());
            }
        }
    }

    @Test
    void aLargeOneIsStoredInPiecesFirst() throws IOException {
        var filed = appendToAll(inboxes, "large", 2 * Bodies.CHUNK);

        assertThat(filed).extracting(Appended::uid).containsExactly(1L, 1L, 1L);
    }

    @Test
    void nobodyGetsItWhenOneIsOverQuota() throws IOException {
        try (var spool = store.spool(Store.message("x", "y".repeat(500)).getBytes(UTF_8))) {
            var parsed = MimeParser.parse(spool);
            var targets =
                    IntStream.range(0, 3)
                            .mapToObj(i -> {
                                var message =
                                        new Incoming(
                                                inboxes.get(i),
                                                spool,
                                                parsed,
                                                Flags.NONE,
                                                Store.RECEIVED);
                                return new MailStore.Target(message, i == 1 ? 100 : 0);
                            })
                            .toList();
            assertThatThrownBy(() -> store.mail.appendToAll(targets))
                    .isInstanceOfSatisfying(
                            StoreRefusal.class,
                            e -> assertThat(e.reason()).isEqualTo(StoreRefusal.Reason.OVER_QUOTA));
        }
        assertThat(inboxes).allMatch(inbox -> store.mailboxes.status(inbox).uidNext() == 1);
    }

    @Test
    void nobodyGetsItWhenOneIsGone() {
        var gone = new MailboxId(inboxes.getFirst().account(), Long.MAX_VALUE);

        assertThatThrownBy(() -> appendToAll(List.of(gone, inboxes.get(1)), "x", 0))
                .isInstanceOfSatisfying(
                        StoreRefusal.class,
                        e -> assertThat(e.reason()).isEqualTo(StoreRefusal.Reason.NO_SUCH_MAILBOX));
        assertThat(store.mailboxes.status(inboxes.get(1)).uidNext()).isEqualTo(1);
    }

    /** In whatever order they are named: nobody waits for who waits for him. */
    @Test
    void manyAtOnceShareTheMailboxes() throws Exception {
        var work =
                IntStream.range(0, 20)
                        .<Callable<List<Appended>>>mapToObj(n ->
                                () -> {
                                    var order = n % 2 == 0 ? inboxes : inboxes.reversed();
                                    return appendToAll(order, "n" + n, 0);
                                })
                        .toList();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var done : threads.invokeAll(work)) {
                assertThat(done.get()).hasSize(3);
            }
        }
        for (var inbox : inboxes) {
            assertThat(store.mailboxes.status(inbox).messages()).isEqualTo(20);
            assertThat(store.mail.messages(inbox).lastUid()).isEqualTo(20);
        }
    }

    /** RFC 9051 §6.3.6: what was in it moves, and mail goes on arriving in INBOX. */
    @Test
    void theInboxIsKnownEvenAfterItWasRenamed() throws IOException {
        var account = inboxes.getFirst().account();
        assertThat(store.mailboxes.inbox(account)).contains(inboxes.getFirst());
        store.mailboxes.rename(account, "INBOX", "Old");

        assertThat(store.mailboxes.find(account, "INBOX").map(Mailbox::id))
                .isEqualTo(store.mailboxes.inbox(account));
    }

    private List<Appended> appendToAll(List<MailboxId> boxes, String subject, int octets)
            throws IOException {
        var text = Store.message(subject, "x".repeat(octets));
        try (var spool = store.spool(text.getBytes(UTF_8))) {
            var parsed = MimeParser.parse(spool);
            return store.mail.appendToAll(
                    boxes.stream()
                            .map(box ->
                                    new Incoming(box, spool, parsed, Flags.NONE, Store.RECEIVED))
                            .map(message -> new MailStore.Target(message, 0))
                            .toList());
        }
    }
}

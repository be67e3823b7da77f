package org.bocau.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.bocau.message.MimeParser;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@IntegrationTest
class MailStoreTest {
    private Store store;
    private MailboxId inbox;

    @BeforeEach
    void anEmptyInbox(TestServer server) {
        store = new Store(server);
        inbox = store.inbox("an");
    }

    @Test
    void concurrentAppendsGetUidsAndModseqsInOneOrder() throws Exception {
        var appended = together(40, i -> store.append(inbox, Store.message("n" + i, "text")));
        var byUid = appended.stream().sorted((a, b) -> Long.compare(a.uid(), b.uid())).toList();
        assertThat(byUid).extracting(Appended::uid).containsExactlyElementsOf(range(1, 40));
        assertThat(byUid).extracting(Appended::modseq).isSorted().doesNotHaveDuplicates();
        assertThat(store.mailboxes.status(inbox).messages()).isEqualTo(40);
    }

    @Test
    void equalOctetsAreStoredOnce() throws IOException {
        String message = Store.message("only once " + inbox, "text");
        store.append(inbox, message);
        store.append(store.inbox("binh"), message);
        assertThat(
                        store.count(
                                "select count(distinct body_sha256) from message_content where subject = ?",
                                "only once " + inbox))
                .isEqualTo(1);
        assertThat(
                        store.count(
                                "select count(*) from body_chunk where sha256 in (select body_sha256 from message_content"
                                        + " where subject = ?)",
                                "only once " + inbox))
                .isEqualTo(1);
    }

    @Test
    void overQuotaStoresNothing() throws IOException {
        try (var spool = store.spool(Store.message("large", "x".repeat(2000)).getBytes(UTF_8))) {
            var incoming =
                    new Incoming(inbox, spool, MimeParser.parse(spool), Flags.NONE, Store.RECEIVED);
            assertThatThrownBy(() -> store.mail.append(List.of(incoming, incoming), 3000))
                    .isInstanceOfSatisfying(
                            StoreRefusal.class,
                            e -> assertThat(e.reason()).isEqualTo(StoreRefusal.Reason.OVER_QUOTA));
        }
        assertThat(store.mailboxes.status(inbox).messages()).isZero();
        assertThat(store.mailboxes.status(inbox).uidNext()).isEqualTo(1);
        assertThat(store.mail.usage(inbox.account())).isEqualTo(new MailStore.Usage(0, 0));
    }

    @Test
    void editsFlagsAndTellsWhatChanged() throws IOException {
        store.fill(inbox, 3);
        long before = store.mailboxes.status(inbox).highestModseq();
        var edited =
                edit(UidSet.of(1, 3, 77), FlagEdit.Action.ADD, Flags.of(Flag.SEEN, Flag.DELETED));
        assertThat(edited.stored()).extracting(Changes.MessageState::uid).containsExactly(1L, 3L);
        var status = store.mailboxes.status(inbox);
        assertThat(status.unseen()).isEqualTo(1);
        assertThat(status.deleted()).isEqualTo(2);
        var changes = store.mail.since(inbox, before);
        assertThat(changes.changed()).extracting(Changes.MessageState::uid).containsExactly(1L, 3L);
        assertThat(changes.modseq()).isGreaterThan(before);

        edit(UidSet.of(1), FlagEdit.Action.REMOVE, Flags.of(Flag.DELETED));
        var replaced = edit(UidSet.of(1), FlagEdit.Action.REPLACE, Flags.of(Flag.FLAGGED));
        assertThat(replaced.stored().getFirst().flags()).isEqualTo(Flags.of(Flag.FLAGGED));
        assertThat(store.mailboxes.status(inbox).unseen()).isEqualTo(2);
    }

    @Test
    void anEditThatChangesNothingTakesNoModseq() throws IOException {
        store.append(inbox, Store.message("a", "b"), Flag.SEEN);
        long before = store.mailboxes.status(inbox).highestModseq();
        edit(UidSet.of(1), FlagEdit.Action.ADD, Flags.of(Flag.SEEN));
        assertThat(store.mailboxes.status(inbox).highestModseq()).isEqualTo(before);
    }

    @Test // RFC 7162 §3.1.3
    void leavesAloneWhatChangedSince() throws IOException {
        store.fill(inbox, 2);
        long known = store.mailboxes.status(inbox).highestModseq();
        edit(UidSet.of(1), FlagEdit.Action.ADD, Flags.of(Flag.SEEN));
        var edited =
                store.mail.editFlags(
                        inbox,
                        UidSet.ofRanges(1, 2),
                        new FlagEdit(FlagEdit.Action.ADD, Flags.of(Flag.FLAGGED)),
                        known);
        assertThat(edited.leftAlone()).isEqualTo(UidSet.of(1));
        assertThat(edited.stored()).extracting(Changes.MessageState::uid).containsExactly(2L);
    }

    /** Else SELECT's FLAGS would lack what FETCH shows. */
    @Test
    void keywordsThatCameAfterTheCountersWereReadAreKnown() throws IOException {
        store.fill(inbox, 2);
        var before = store.mailboxes.status(inbox);
        edit(UidSet.of(2), FlagEdit.Action.ADD, new Flags(0, List.of("Later")));

        assertThat(store.mail.open(before, false).keywords()).containsExactly("Later");
        assertThat(store.mail.open(store.mailboxes.status(inbox), false).keywords())
                .containsExactly("Later");
    }

    @Test
    void keywordsKeepTheirFirstSpelling() throws IOException {
        store.append(inbox, Store.message("a", "b"), new Flags(0, List.of("Work")));
        store.append(inbox, Store.message("c", "d"));
        var edited =
                edit(
                        UidSet.of(2),
                        FlagEdit.Action.ADD,
                        new Flags(0, List.of("WORK", "home", "Home")));
        assertThat(edited.stored().getFirst().flags().keywords()).containsExactly("Work", "home");
        assertThat(store.mail.open(inbox, false).mailbox().keywords())
                .containsExactly("Work", "home");
        edit(UidSet.of(2), FlagEdit.Action.REMOVE, new Flags(0, List.of("work", "never-used")));
        assertThat(store.mail.messages(inbox).keywords(1)).containsExactly("home");
    }

    @Test
    void aMailboxHasBoundedKeywords() throws IOException {
        store.fill(inbox, 1);
        var words = LongStream.range(0, 257).mapToObj(i -> "k" + i).toList();
        assertThatThrownBy(() -> edit(UidSet.of(1), FlagEdit.Action.ADD, new Flags(0, words)))
                .isInstanceOfSatisfying(
                        StoreRefusal.class,
                        e -> assertThat(e.reason()).isEqualTo(StoreRefusal.Reason.LIMIT));
    }

    @Test
    void expungeLeavesTombstonesAndDropsContents() throws IOException {
        store.fill(inbox, 3);
        long before = store.mailboxes.status(inbox).highestModseq();
        edit(UidSet.of(1, 3), FlagEdit.Action.ADD, Flags.of(Flag.DELETED));
        assertThat(store.mail.expunge(inbox, UidSet.of(3, 2))).isEqualTo(UidSet.of(3));
        assertThat(store.mail.expunge(inbox, null)).isEqualTo(UidSet.of(1));
        assertThat(store.mail.expunge(inbox, null)).isEqualTo(UidSet.NONE);
        assertThat(store.mail.since(inbox, before).expunged()).isEqualTo(UidSet.of(1, 3));
        assertThat(store.mailboxes.status(inbox).messages()).isEqualTo(1);
        assertThat(
                        store.count(
                                "select count(*) from message_content where account_id = ?",
                                inbox.account().value()))
                .isEqualTo(1);
    }

    @Test
    void copiesShareTheirContentUntilTheLastOneGoes() throws IOException {
        store.append(inbox, Store.message("a", "b"), new Flags(Flag.SEEN.bit(), List.of("x")));
        var archive = store.create("an", "Copies");
        var copied = store.copy(inbox, UidSet.ofRanges(1, 9), archive);
        assertThat(copied.from()).containsExactly(1);
        assertThat(copied.to()).containsExactly(1);
        store.mail.remove(inbox, UidSet.of(1));
        var fetched = fetch(archive, UidSet.of(1));
        assertThat(fetched.getFirst().state().flags())
                .isEqualTo(new Flags(Flag.SEEN.bit(), List.of("x")));
        assertThat(fetched.getFirst().state().received())
                .isEqualTo(Store.RECEIVED.getEpochSecond());
        assertThat(
                        new String(
                                store.bodies
                                        .open(fetched.getFirst().body(), 0, 1000)
                                        .readAllBytes(),
                                UTF_8))
                .isEqualTo(Store.message("a", "b"));
        store.mail.remove(archive, UidSet.of(1));
        assertThat(
                        store.count(
                                "select count(*) from message_content where account_id = ?",
                                inbox.account().value()))
                .isZero();
    }

    @Test
    void aCopyToTheSameMailboxIsANewMessage() throws IOException {
        store.fill(inbox, 2);
        assertThat(store.copy(inbox, UidSet.of(2), inbox).to()).containsExactly(3);
        assertThat(store.move(inbox, UidSet.of(1), inbox).to()).containsExactly(4);
        assertThat(store.mail.messages(inbox).uids()).containsExactly(2, 3, 4);
    }

    @Test
    void copiesInBothDirectionsAtOnceDoNotBlockEachOther() throws Exception {
        store.fill(inbox, 5);
        var other = store.create("an", "Other");
        store.copy(inbox, UidSet.ofRanges(1, 5), other);
        together(
                20,
                i ->
                        i % 2 == 0
                                ? store.copy(inbox, UidSet.ofRanges(1, 5), other)
                                : store.copy(other, UidSet.ofRanges(1, 5), inbox));
        assertThat(store.mailboxes.status(inbox).messages()).isEqualTo(55);
        assertThat(store.mailboxes.status(other).messages()).isEqualTo(55);
    }

    @Test
    void aMovedMessageIsInExactlyOnePlace() throws Exception {
        store.fill(inbox, 20);
        var other = store.create("an", "Moved");
        together(4, _ -> store.move(inbox, UidSet.ofRanges(1, 20), other));
        assertThat(store.mail.messages(inbox).uids()).isEmpty();
        assertThat(store.mail.messages(other).uids()).hasSize(20);
        assertThat(store.mail.usage(inbox.account()).messages()).isEqualTo(20);
    }

    @Test // RFC 3501 §2.3.2
    void recentIsClaimedOnce() throws IOException {
        store.fill(inbox, 2);
        assertThat(store.mail.open(inbox, false).recentFrom()).isEqualTo(1);
        assertThat(store.mail.open(inbox, true).recentFrom()).isEqualTo(1);
        assertThat(store.mail.open(inbox, true).recentFrom()).isEqualTo(3);
        store.fill(inbox, 1);
        assertThat(store.mail.claimRecent(inbox, store.mail.messages(inbox))).isEqualTo(3);
        assertThat(store.mail.claimRecent(inbox, store.mail.messages(inbox))).isEqualTo(4);
    }

    @Test
    void readsRangesInBatchesByUid() throws IOException {
        store.fill(inbox, 100);
        assertThat(fetch(inbox, UidSet.ofRanges(1, 0xFFFF_FFFFL)))
                .extracting(StoredMessage::uid)
                .containsExactlyElementsOf(range(1, 100));
        var odd = UidSet.of(LongStream.rangeClosed(0, 60).map(i -> 2 * i + 1).toArray());
        assertThat(fetch(inbox, odd))
                .extracting(StoredMessage::uid)
                .containsExactlyElementsOf(
                        LongStream.range(0, 50).mapToObj(i -> 2 * i + 1).toList());
        assertThat(fetch(inbox, UidSet.NONE)).isEmpty();
    }

    @Test
    void repliesJoinTheThread() throws IOException {
        String first = "Message-ID: <1." + inbox.number() + "@x>\r\nSubject: lunch\r\n\r\nhi\r\n";
        String reply =
                "Message-ID: <2@x>\r\nIn-Reply-To: <1."
                        + inbox.number()
                        + "@x>\r\nSubject: Re: lunch\r\n\r\nyes\r\n";
        String other =
                "Message-ID: <3@x>\r\nIn-Reply-To: <1."
                        + inbox.number()
                        + "@x>\r\nSubject: something else\r\n\r\nyes\r\n";
        for (String message : List.of(first, reply, other)) {
            store.append(inbox, message);
        }
        var threads =
                fetch(inbox, UidSet.ofRanges(1, 3)).stream().map(StoredMessage::threadId).toList();
        assertThat(threads.get(1)).isEqualTo(threads.get(0));
        assertThat(threads.get(2)).isNotEqualTo(threads.get(0));
    }

    private MailStore.Edited edit(UidSet uids, FlagEdit.Action action, Flags flags) {
        return store.mail.editFlags(inbox, uids, new FlagEdit(action, flags), Long.MAX_VALUE);
    }

    private List<StoredMessage> fetch(MailboxId mailbox, UidSet uids) throws IOException {
        var all = new ArrayList<StoredMessage>();
        Set<StoredMessage.Column> columns = EnumSet.allOf(StoredMessage.Column.class);
        store.mail.fetch(mailbox, uids, columns, all::add);
        return all;
    }

    private interface Numbered<T> {
        T run(int number) throws Exception;
    }

    private static <T> List<T> together(int n, Numbered<T> work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks =
                    LongStream.range(0, n)
                            .mapToObj(i -> (Callable<T>) () -> work.run((int) i))
                            .collect(Collectors.toList());
            var results = new ArrayList<T>();
            for (var future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        }
    }

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}

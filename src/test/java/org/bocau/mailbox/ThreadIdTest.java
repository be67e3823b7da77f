package org.bocau.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.bocau.mailbox.StoredMessage.Column;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** THREADID as people expect conversations to be. RFC 8474 §5.2. */
@IntegrationTest
class ThreadIdTest {
    private Store store;
    private MailboxId inbox;

    @BeforeEach
    void anEmptyInbox(TestServer server) {
        store = new Store(server);
        inbox = store.inbox("an");
    }

    /** Files a message and returns its thread. */
    private long thread(MailboxId mailbox, String id, String references, String subject)
            throws IOException {
        return threadOf(mailbox, store.append(mailbox, text(id, references, subject)).uid());
    }

    private long thread(String id, String references, String subject) throws IOException {
        return thread(inbox, id, references, subject);
    }

    private static String text(String id, String references, String subject) {
        return (id.isEmpty() ? "" : "Message-ID: <" + id + ">\r\n")
                + (references.isEmpty() ? "" : references + "\r\n")
                + "Subject: "
                + subject
                + "\r\n\r\ntext\r\n";
    }

    private long threadOf(MailboxId mailbox, long uid) throws IOException {
        var found = new ArrayList<Long>();
        store.mail.fetch(
                mailbox,
                UidSet.of(uid),
                EnumSet.noneOf(Column.class),
                message -> found.add(message.threadId()));
        return found.getFirst();
    }

    @Test
    void aReplyJoins() throws IOException {
        long thread = thread("a@x", "", "Lunch");
        assertThat(thread("b@x", "In-Reply-To: <a@x>", "Re: Lunch")).isEqualTo(thread);
        assertThat(thread("c@x", "References: <a@x> <b@x>", "AW: Lunch")).isNotEqualTo(thread);
        assertThat(thread("d@x", "References: <a@x> <b@x>", "[staff] Re: LUNCH (fwd)"))
                .isEqualTo(thread);
        assertThat(thread("e@x", "References: <unknown@x> <b@x>", "Re: Lunch")).isEqualTo(thread);
        assertThat(thread("f@x", "In-Reply-To: <\"a\"@x>", "Re: Lunch")).isEqualTo(thread);
    }

    @Test
    void anotherSubjectIsAnotherConversation() throws IOException {
        long thread = thread("a@x", "", "Lunch");
        long other = thread("b@x", "In-Reply-To: <a@x>", "Dinner (was: Lunch)");
        assertThat(other).isNotEqualTo(thread);
        assertThat(thread("c@x", "References: <a@x> <b@x>", "Re: Dinner (was: Lunch)"))
                .isEqualTo(other);
        assertThat(thread("d@x", "References: <a@x>", "Re: Lunch")).isEqualTo(thread);
    }

    @Test
    void strangersWithTheSameSubjectDoNotMeet() throws IOException {
        long thread = thread("a@x", "", "Newsletter");
        assertThat(thread("b@x", "", "Newsletter")).isNotEqualTo(thread);
        assertThat(thread("", "", "Newsletter")).isNotEqualTo(thread);
        assertThat(thread("", "", "Newsletter")).isNotEqualTo(thread);
    }

    @Test
    void theCopyInSentAndWhatComesBackAreOne() throws IOException {
        var sent = store.create("an", "Gửi đi");
        long thread = thread(sent, "a@x", "", "Lunch");
        assertThat(thread(inbox, "a@x", "", "[staff] Lunch")).isEqualTo(thread); // by a list
        assertThat(thread(inbox, "b@y", "In-Reply-To: <a@x>", "Re: Lunch")).isEqualTo(thread);
        assertThat(thread(sent, "c@x", "References: <a@x> <b@y>", "Re: Lunch")).isEqualTo(thread);
    }

    @Test
    void accountsHaveTheirOwn() throws IOException {
        long thread = thread("a@x", "", "Lunch");
        var other = store.inbox("binh");
        assertThat(thread(other, "b@x", "In-Reply-To: <a@x>", "Re: Lunch")).isNotEqualTo(thread);
    }

    @Test
    void staysWithCopiesAndWhenMoved() throws IOException {
        long thread = thread("a@x", "", "Lunch");
        var old = store.create("an", "Old");
        store.copy(inbox, UidSet.of(1), old);
        store.move(inbox, UidSet.of(1), old);
        assertThat(threadOf(old, 1)).isEqualTo(thread);
        assertThat(threadOf(old, 2)).isEqualTo(thread);
        assertThat(thread("b@x", "In-Reply-To: <a@x>", "Re: Lunch")).isEqualTo(thread);
    }

    @Test
    void aParentThatComesLateJoinsItsReplies() throws IOException {
        long thread = thread("b@x", "In-Reply-To: <a@x>", "Re: Lunch");
        assertThat(thread("a@x", "", "Lunch")).isEqualTo(thread);
        assertThat(thread("c@x", "In-Reply-To: <a@x>", "Re: Lunch")).isEqualTo(thread);
    }

    @Test
    void repliesMeetWhereTheirParentIsMissing() throws IOException {
        long thread = thread("b@x", "In-Reply-To: <a@x>", "Re: Lunch");
        assertThat(thread("c@x", "In-Reply-To: <a@x>", "Re: Lunch")).isEqualTo(thread);
        assertThat(thread("d@x", "In-Reply-To: <a@x>", "Re: Supper")).isNotEqualTo(thread);
    }

    @Test
    void theOrderOfDeliveryMakesNoDifference() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            var order = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
            Collections.shuffle(order, new Random(seed));
            var threads = new ArrayList<Long>();
            for (int i : order) {
                var references = new StringBuilder();
                for (int r = 0; r < i; r++) {
                    references.append(" <").append(seed).append('-').append(r).append("@x>");
                }
                threads.add(
                        thread(
                                seed + "-" + i + "@x",
                                i == 0 ? "" : "References:" + references,
                                "Re: talk"));
            }
            assertThat(threads).containsOnly(threads.getFirst());
        }
    }

    @Test
    void ofSeveralConversationsTheOldestIsJoined() throws IOException {
        long oldest = thread("a@x", "", "Lunch");
        long other = thread("b@x", "", "Lunch");
        assertThat(other).isNotEqualTo(oldest);
        assertThat(thread("c@x", "References: <b@x> <a@x>", "Re: Lunch")).isEqualTo(oldest);
        assertThat(threadOf(inbox, 2)).isEqualTo(other); // an id once given stays
    }

    /** To many mailboxes of one account at once: none waits for the others' mailbox lock. */
    @Test
    void relativesThatArriveAtOnceFindEachOther() throws Exception {
        var boxes = new ArrayList<MailboxId>();
        for (int i = 0; i < 8; i++) {
            boxes.add(store.create("an", "box" + i));
        }
        for (int round = 0; round < 5; round++) {
            var tasks = new ArrayList<Callable<Long>>();
            for (int i = 0; i < boxes.size(); i++) {
                var box = boxes.get(i);
                var id = round + "-" + i + "@x";
                var parent = "In-Reply-To: <" + round + "-0@x>";
                tasks.add(() -> thread(box, id, id.endsWith("-0@x") ? "" : parent, "Re: talk"));
            }
            var threads = new ArrayList<Long>();
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var future : executor.invokeAll(tasks)) {
                    threads.add(future.get());
                }
            }
            assertThat(threads).containsOnly(threads.getFirst());
        }
    }

    @Test
    void longListsLeaveFewRows() throws IOException {
        var references = new StringBuilder("References:");
        for (int i = 0; i < 100; i++) {
            references.append("\r\n <").append(i).append("@x>");
        }
        long thread = thread("b@x", references.toString(), "Re: Lunch");
        assertThat(
                        store.count(
                                "select count(*) from awaited_message where account_id = ?",
                                inbox.account().value()))
                .isEqualTo(10);
        assertThat(thread("99@x", "", "Lunch")).isEqualTo(thread);
        assertThat(thread("0@x", "", "Lunch")).isEqualTo(thread);
    }
}

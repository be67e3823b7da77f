package org.bocau.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Sort keys: read once, completed when messages or columns are missing, computed where the store
 * has none.
 */
@IntegrationTest
class OrderingTest {
    private static final List<SortCriterion> BY_SUBJECT =
            List.of(new SortCriterion(SortKey.SUBJECT, false));
    private static final List<SortCriterion> BY_FROM =
            List.of(new SortCriterion(SortKey.FROM, true), new SortCriterion(SortKey.DATE, true));

    private Store store;
    private Ordering ordering;
    private MeterRegistry meters;
    private MailboxId inbox;

    @BeforeEach
    void anEmptyInbox(TestServer server) {
        store = new Store(server);
        ordering = server.bean(Ordering.class);
        meters = server.bean(MeterRegistry.class);
        inbox = store.inbox("an");
    }

    private void add(String from, String subject, int hour) throws IOException {
        store.append(
                inbox,
                "From: %s@example.org\r\nSubject: %s\r\nMessage-ID: <%s@%s>\r\nDate: 3 Jan 2000 %02d:00:00 +0000\r\n\r\nx\r\n"
                        .formatted(from, subject, subject, from, hour));
    }

    private long[] sort(List<SortCriterion> criteria, long... uids) {
        return ordering.sort(inbox, store.mail.messages(inbox), uids, criteria, Relevancy.NONE);
    }

    /** What the index has of every message needs no key, so nothing is read. */
    @Test
    void sortsByArrivalAndSizeWithoutTheStore() throws IOException {
        add("a", "longest", 3);
        add("a", "c", 2);
        add("a", "bb", 1);
        double before = read();
        assertThat(sort(List.of(new SortCriterion(SortKey.SIZE, false)), 1, 2, 3))
                .containsExactly(2, 3, 1);
        assertThat(sort(List.of(new SortCriterion(SortKey.ARRIVAL, false)), 2, 3))
                .containsExactly(2, 3);
        assertThat(read()).isEqualTo(before);
        assertThat(
                        sort(
                                List.of(
                                        new SortCriterion(SortKey.FROM, false),
                                        new SortCriterion(SortKey.SIZE, true)),
                                1,
                                2,
                                3))
                .containsExactly(1, 3, 2);
    }

    private double read() {
        return meters.counter("bocau.mailbox.sort.keys", "result", "read").count();
    }

    @Test
    void readsOnlyWhatIsMissing() throws IOException {
        add("b", "x", 1);
        add("a", "z", 2);
        add("b", "y", 3);
        double before = read();
        assertThat(sort(BY_SUBJECT, 1, 2, 3)).containsExactly(1, 3, 2);
        assertThat(sort(BY_SUBJECT, 2, 3)).containsExactly(3, 2);
        assertThat(read()).isEqualTo(before + 1);
        assertThat(sort(BY_FROM, 1, 2, 3)).containsExactly(3, 1, 2);
        assertThat(read()).isEqualTo(before + 2);
        add("a", "w", 4);
        assertThat(sort(BY_FROM, 1, 2, 3, 4)).containsExactly(3, 1, 4, 2);
        assertThat(sort(BY_SUBJECT, 1, 2, 3, 4)).containsExactly(4, 1, 3, 2);
        assertThat(read()).isEqualTo(before + 3);
        assertThat(meters.get("bocau.mailbox.sort.octets").gauge().value()).isPositive();
    }

    @Test
    void leavesOutWhatIsGone() throws IOException {
        add("a", "c", 1);
        add("a", "b", 2);
        add("a", "a", 3);
        store.mail.remove(inbox, UidSet.of(2));
        assertThat(sort(BY_SUBJECT, 1, 2, 3)).containsExactly(3, 1);
        store.mail.remove(inbox, UidSet.of(3));
        assertThat(sort(BY_SUBJECT, 1)).containsExactly(1);
        assertThat(sort(BY_FROM, 1, 3)).containsExactly(1, 3); // a column read after that
        assertThat(sort(BY_SUBJECT)).isEmpty();
        assertThat(sort(BY_SUBJECT, 77)).isEmpty();
    }

    @Test
    void computesKeysThatTheStoreLacks() throws IOException {
        add("b", "Re: x", 2);
        add("a", "y", 1);
        store.append(
                inbox,
                "From: c@example.org\r\nReferences: <Re: x@b>\r\nX-Long: "
                        + "x".repeat(300_000)
                        + "\r\nSubject: z\r\n\r\nx\r\n");
        store.server
                .jdbc()
                .sql(
                        """
                        update message_content set refs = null, sent_at = null, sort_from = '', base_subject = upper(subject)
                         where account_id = ?
                        """)
                .params(inbox.account().value())
                .update();
        assertThat(sort(BY_SUBJECT, 1, 2, 3)).containsExactly(1, 2, 3);
        assertThat(sort(List.of(new SortCriterion(SortKey.DATE, false)), 1, 2, 3))
                .containsExactly(2, 1, 3);
        assertThat(sort(BY_FROM, 1, 2)).containsExactly(1, 2);
        assertThat(
                        store.count(
                                "select count(*) from message_content where account_id = ? and refs is null",
                                inbox.account().value()))
                .isZero();
        var threads = ordering.thread(inbox, new long[] {1, 2, 3}, Threading.REFERENCES);
        assertThat(threads.uid(threads.firstThread())).isEqualTo(2);
    }

    @Test
    void manyAtOnceReadOnce() throws Exception {
        for (int i = 0; i < 20; i++) {
            add("a" + i % 3, "s" + (20 - i), i);
        }
        long[] uids = LongStream.rangeClosed(1, 20).toArray();
        double before = read();
        var tasks = new ArrayList<Callable<long[]>>();
        for (int i = 0; i < 20; i++) {
            tasks.add(() -> sort(BY_FROM, uids));
        }
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var future : executor.invokeAll(tasks)) {
                assertThat(future.get()).hasSize(20).startsWith(18, 15, 12);
            }
        }
        assertThat(read()).isEqualTo(before + 1);
    }
}

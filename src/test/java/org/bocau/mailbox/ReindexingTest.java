package org.bocau.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.bocau.account.AccountId;
import org.bocau.testing.ExpectsErrors;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;

/** Stored messages are read anew, and say the same afterwards. */
@IntegrationTest
class ReindexingTest {
    @Test
    void makesTextAndStructureAnew(TestServer server) throws IOException {
        var store = new Store(server);
        var inbox = store.inbox("an");
        store.append(inbox, Store.message("Thư mời", "the needle"));
        store.append(inbox, Store.message("other", "hay"));
        var account = inbox.account();
        assertThat(body(store, inbox)).containsExactly(1);
        server.jdbc()
                .sql(
                        "update message_content set subject = 'wrong', parser = 0 where account_id = ?")
                .param(account.value())
                .update();
        server.jdbc()
                .sql("update message_text set body = 'wrong' where account_id = ?")
                .param(account.value())
                .update();
        assertThat(body(store, inbox)).isEmpty();

        var reindexing = reindex(server, account);

        assertThat(body(store, inbox)).containsExactly(1);
        assertThat(
                        store.count(
                                "select count(*) from message_content where account_id = ? and subject = 'wrong'",
                                account.value()))
                .isZero();
        assertThat(reindexing.state())
                .satisfies(job -> {
                    assertThat(job.running()).isFalse();
                    assertThat(job.done()).isEqualTo(2);
                    assertThat(job.total()).isEqualTo(2);
                    assertThat(job.failed()).isZero();
                });
    }

    private static Reindexing reindex(TestServer server, AccountId account) {
        var reindexing = server.bean(Reindexing.class);
        assertThat(reindexing.start(account)).isTrue();
        while (reindexing.state().running()) { // the server's own run may have the batch
            reindexing.run();
        }
        return reindexing;
    }

    @Test
    void whatIsKeptInMemoryIsMadeAnewToo(TestServer server) throws IOException {
        var store = new Store(server);
        var inbox = store.inbox("an");
        store.append(inbox, Store.message("beta", "one"));
        store.append(inbox, Store.message("alpha", "two"));
        spoil(store, inbox.account());
        assertThat(envelope(store, inbox)).doesNotContain("beta");
        assertThat(bySubject(store, inbox)).containsExactly(1, 2);

        reindex(server, inbox.account());

        assertThat(envelope(store, inbox)).contains("beta");
        assertThat(bySubject(store, inbox)).containsExactly(2, 1);
    }

    @Test
    void anotherNodesReindexIsHeardOf(TestServer server) throws IOException {
        var store = new Store(server);
        var inbox = store.inbox("an");
        store.append(inbox, Store.message("beta", "one"));
        assertThat(envelope(store, inbox)).contains("beta");
        spoil(store, inbox.account()); // what this node has not heard of yet
        assertThat(envelope(store, inbox)).contains("beta");

        server.bean(ChangeFeed.class).heard(new Hint.Remade(inbox.account()));
        assertThat(envelope(store, inbox)).doesNotContain("beta");
    }

    /** As if an older version had understood less of the messages. */
    private static void spoil(Store store, AccountId account) {
        store.server
                .jdbc()
                .sql(
                        "update message_content set envelope = '()', base_subject = '' where account_id = ?")
                .param(account.value())
                .update();
    }

    private static String envelope(Store store, MailboxId inbox) throws IOException {
        var envelopes = new StringBuilder();
        store.mail.fetch(
                inbox,
                UidSet.of(1),
                Set.of(StoredMessage.Column.ENVELOPE),
                message ->
                        envelopes.append(
                                new String(
                                        Objects.requireNonNull(message.envelope()),
                                        StandardCharsets.US_ASCII)));
        return envelopes.toString();
    }

    private static long[] bySubject(Store store, MailboxId inbox) {
        var criteria = List.of(new SortCriterion(SortKey.SUBJECT, false));
        return store.server
                .bean(Ordering.class)
                .sort(
                        inbox,
                        store.mail.messages(inbox),
                        new long[] {1, 2},
                        criteria,
                        Relevancy.NONE);
    }

    /**
     * Who works on it dies in the second batch: the first counts, and another node does the rest.
     */
    @Test
    @ExpectsErrors("overridden by rollback exception")
    void goesOnWhereItWasKilled(TestServer server) throws Exception {
        var store = new Store(server);
        var inbox = store.inbox("an");
        for (int i = 0; i < 50; i++) {
            store.append(inbox, Store.message("number " + i, "the needle"));
        }
        assertThat(body(store, inbox)).hasSize(50);
        var reindexing = server.bean(Reindexing.class);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var blocking = server.bean(DataSource.class).getConnection();
                var statement = blocking.createStatement()) {
            blocking.setAutoCommit(false);
            statement.execute(
                    """
                    select 1 from message_content where id =
                       (select id from message_content where account_id = %d order by id offset 29 limit 1) for update
                    """
                            .formatted(inbox.account().value()));
            assertThat(reindexing.start(inbox.account())).isTrue();
            var working = threads.submit(reindexing::run); // or the server's own run has the job
            killWhoIsBlocked(statement);
            working.get();
            assertThat(reindexing.state().done()).isEqualTo(20);
            blocking.rollback();
            blocking.setAutoCommit(true);
        }
        var next =
                new Reindexing(
                        server.jdbc(),
                        server.bean(ReindexBatch.class),
                        server.bean(PlatformTransactionManager.class),
                        server.bean(Clock.class));
        while (next.state().running()) {
            next.run();
        }

        assertThat(next.state().done()).isEqualTo(50);
        assertThat(next.state().failed()).isZero();
        assertThat(body(store, inbox)).hasSize(50);
    }

    /** Until somebody waits for this connection; asking takes long enough. */
    private static void killWhoIsBlocked(Statement statement) throws SQLException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < deadline) {
            try (var killed =
                    statement.executeQuery(
                            """
                            select pg_terminate_backend(pid) from pg_stat_activity
                             where pg_backend_pid() = any(pg_blocking_pids(pid))
                            """)) {
                if (killed.next()) {
                    return;
                }
            }
        }
        throw new AssertionError("nobody came to the locked message");
    }

    private static long[] body(Store store, MailboxId inbox) {
        return store.mail.search(inbox, store.mail.messages(inbox), new SearchKey.Body("needle"));
    }
}

package org.bocau.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.bocau.rules.Filters;
import org.bocau.rules.Scripts;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A mailbox has room when a message is planned and none when it is filed: nothing is lost. */
@IntegrationTest
class FillingUpTest {
    private static final long QUOTA = 4000;

    private final TestServer server;
    private final TestAccount an;
    private final TestAccount small;

    FillingUpTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.small = server.account("small", QUOTA);
    }

    private void own(TestAccount account, String script) {
        server.bean(Scripts.class).save(account.id(), Filters.NONE.with(script, true));
    }

    private String send(List<String> to) throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            return talk.send("ada@example.net", to, "From: <ada@example.net>\r\n\r\nx\r\n");
        }
    }

    /** Runs it while the mailbox is being filled by somebody whose transaction ends afterwards. */
    private String meanwhile(Callable<String> sending) throws Exception {
        var reply = new AtomicReference<Future<String>>();
        var transaction = new TransactionTemplate(server.bean(PlatformTransactionManager.class));
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            transaction.executeWithoutResult(_ -> {
                fill();
                reply.set(executor.submit(sending));
                Awaitility.await().until(this::somebodyWaits);
            });
            return reply.get().get(20, TimeUnit.SECONDS);
        }
    }

    private void fill() {
        var large = "Subject: large\r\n\r\n" + "x".repeat((int) QUOTA - 100) + "\r\n";
        try {
            server.deliver(small.login(), large.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private boolean somebodyWaits() {
        return server.jdbc()
                .sql(
                        """
                        select exists (select 1 from pg_stat_activity
                          where datname = current_database() and wait_event_type = 'Lock')
                        """)
                .query(Boolean.class)
                .single();
    }

    @Test
    void whoSendsItOnKeepsIt() throws Exception {
        own(an, "redirect \"" + small.login() + "\";");
        assertThat(meanwhile(() -> send(List.of(an.login())))).startsWith("250");
        assertThat(TestInbox.messages(server, an)).hasSize(1);
        assertThat(TestInbox.messages(server, small)).hasSize(1);
    }

    /** The last of a chain is full: the one before keeps it, and nobody else. */
    @Test
    void theLastOfAChainIsFull() throws Exception {
        var binh = server.account("binh");
        own(an, "redirect \"" + binh.login() + "\";");
        own(binh, "redirect \"" + small.login() + "\";");
        assertThat(meanwhile(() -> send(List.of(an.login())))).startsWith("250");
        assertThat(TestInbox.messages(server, an)).isEmpty();
        assertThat(TestInbox.messages(server, binh)).hasSize(1);
    }

    @Test
    void whoKeepsACopyHasOne() throws Exception {
        own(an, "require \"copy\"; redirect :copy \"" + small.login() + "\";");
        assertThat(meanwhile(() -> send(List.of(an.login())))).startsWith("250");
        assertThat(TestInbox.messages(server, an)).hasSize(1);
    }

    /** Named by the sender, who tries again: for all, since one reply is for all. */
    @Test
    void whoIsNamedDefersIt() throws Exception {
        own(an, "redirect \"" + small.login() + "\";");
        assertThat(meanwhile(() -> send(List.of(an.login(), small.login()))))
                .startsWith("452 4.2.2");
        assertThat(TestInbox.messages(server, an)).isEmpty();
        assertThat(send(List.of(an.login()))).startsWith("250"); // full before it is planned
        assertThat(TestInbox.messages(server, an)).hasSize(1);
    }

    @Test
    void whatIsFiledElsewhereDefersItToo() throws Exception {
        own(small, "require [\"fileinto\", \"mailbox\"]; fileinto :create \"Hóa đơn\";");
        assertThat(meanwhile(() -> send(List.of(small.login())))).startsWith("452 4.2.2");
        assertThat(TestInbox.messages(server, small)).hasSize(1);
    }
}

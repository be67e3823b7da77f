package org.bocau.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

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

        var reindexing = server.bean(Reindexing.class);
        assertThat(reindexing.start(account)).isTrue();
        while (reindexing.state().running()) { // the server's own run may have the batch
            reindexing.run();
        }

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

    private static long[] body(Store store, MailboxId inbox) {
        return store.mail.search(inbox, store.mail.messages(inbox), new SearchKey.Body("needle"));
    }
}

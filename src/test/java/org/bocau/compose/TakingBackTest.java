package org.bocau.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.Role;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** Messages that wait in the queue, and what becomes of their copies. */
@IntegrationTest
class TakingBackTest {
    private final TestServer server;
    private final TakingBack takingBack;
    private final MailAccount an;
    private final MailAccount binh;

    TakingBackTest(TestServer server) {
        this.server = server;
        this.takingBack = server.bean(TakingBack.class);
        this.an = mail(server.account("an"));
        this.binh = mail(server.account("binh"));
    }

    private static MailAccount mail(TestAccount account) {
        return new MailAccount(account.id(), account.login(), "");
    }

    private Folders folders() {
        return server.bean(FolderStore.class).list(an);
    }

    private long total(Role role) {
        var folder = folders().with(role);
        return folder == null ? 0 : folder.total();
    }

    private long scheduled() {
        var form = ComposeForm.to(binh.address(), "", "Ngày mai", "Hẹn gặp.");
        var at = Instant.now(server.bean(java.time.Clock.class)).plus(Duration.ofHours(1));
        var outcome =
                server.bean(Compositions.class)
                        .send(an, folders(), form, at, Duration.ofSeconds(10), Locale.ENGLISH);
        assertThat(outcome.problems()).isEmpty();
        return Objects.requireNonNull(outcome.held());
    }

    @Test
    void whatIsTakenBackIsADraftAndNothingElse() {
        var id = scheduled();
        assertThat(takingBack.waiting(an, folders())).hasSize(1);
        assertThatThrownBy(() -> takingBack.takeBack(binh, folders(), id))
                .isInstanceOf(NoSuchMailException.class);
        var draft = takingBack.takeBack(an, folders(), id).orElseThrow();
        assertThat(draft.uid()).isPositive();
        assertThat(total(Role.DRAFTS)).isEqualTo(1);
        assertThat(total(Role.SCHEDULED)).isZero();
        assertThat(takingBack.waiting(an, folders())).isEmpty();
        assertThatThrownBy(() -> takingBack.takeBack(an, folders(), id))
                .isInstanceOf(NoSuchMailException.class);
    }

    @Test
    void whatHasGoneOutCannotBeTakenBackAndItsCopyMovesToSent() {
        var id = scheduled();
        server.jdbc()
                .sql("delete from queue_message where account_id = ?")
                .param(an.id().value())
                .update();
        assertThat(takingBack.takeBack(an, folders(), id)).isEmpty();
        server.jdbc()
                .sql(
                        "update held_send set send_at = now() - interval '1 minute' where account_id = ?")
                .param(an.id().value())
                .update();
        takingBack.follow();
        assertThat(total(Role.SENT)).isEqualTo(1);
        assertThat(total(Role.SCHEDULED)).isZero();
        assertThat(total(Role.DRAFTS)).isZero();
    }

    @Test
    void whoeverBreaksOffWhileTakingBackLeavesADraft() {
        scheduled();
        server.jdbc()
                .sql(
                        """
                        update held_send set stopped_at = now(), send_at = now() - interval '1 hour'
                         where account_id = ?
                        """)
                .param(an.id().value())
                .update();
        takingBack.follow();
        assertThat(total(Role.DRAFTS)).isEqualTo(1);
        assertThat(total(Role.SCHEDULED)).isZero();
    }
}

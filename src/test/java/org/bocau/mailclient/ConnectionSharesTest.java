package org.bocau.mailclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a user has open, and that nothing of it is left when they have gone. */
@IntegrationTest
class ConnectionSharesTest {
    private final MailAccount an;
    private final MailAccount binh;
    private final MailClient client;
    private final MailClient brief;

    ConnectionSharesTest(TestServer server) {
        var one = server.account("an");
        var other = server.account("binh");
        this.an = new MailAccount(one.id(), one.login(), "An");
        this.binh = new MailAccount(other.id(), other.login(), "Bình");
        this.client = client(server, Duration.ofMinutes(10));
        this.brief = client(server, Duration.ZERO);
    }

    /** One that keeps connections open for so long. */
    private static MailClient client(TestServer server, Duration idle) {
        return new MailClient(
                server.bean(MailServer.class),
                new MailClientProperties(2, idle, Duration.ofSeconds(10)),
                server.bean(Clock.class));
    }

    @AfterEach
    void close() {
        client.destroy();
        brief.destroy();
    }

    @Test
    void anIdleConnectionIsUsedAgain() {
        var first = client.with(an, connection -> connection);
        assertThat(client.<ImapConnection>with(an, connection -> connection)).isSameAs(first);
        assertThat(client.<ImapConnection>with(binh, connection -> connection)).isNotSameAs(first);
        assertThat(client.users()).isEqualTo(2);
    }

    @Test
    void whatIsAtWorkWhenItsUserIsForgottenIsClosedAfterwards() {
        var atWork =
                client.with(
                        an,
                        connection -> {
                            client.forget(an.id());
                            connection.noop();
                            return connection;
                        });

        assertThatThrownBy(atWork::noop).isInstanceOf(ProtocolException.class);
        assertThat(client.users()).isZero();
        assertThat(client.<ImapConnection>with(an, connection -> connection)).isNotSameAs(atWork);
    }

    @Test
    void whoHasNothingOpenIsForgotten() {
        int whileAtWork =
                brief.with(
                        an,
                        _ -> {
                            brief.sweep();
                            return brief.users();
                        });
        brief.with(binh, _ -> true);
        brief.sweep();

        assertThat(whileAtWork).isEqualTo(1);
        assertThat(brief.users()).isZero();
    }
}

package org.bocau.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The harness itself: what it makes is there, and what it watches for it sees. */
@IntegrationTest
class TestServerTest {
    private final TestServer server;

    TestServerTest(TestServer server) {
        this.server = server;
    }

    @Test
    void makesAccountsInADomainOfItsOwn() {
        var an = server.account("an");

        assertThat(an.login()).isEqualTo("an@" + server.domain());
        assertThat(server.account("an")).isEqualTo(an);
        assertThat(TestServer.shared().domain()).isNotEqualTo(server.domain());
    }

    @Test
    void runsOnADatabaseThatKeepsWhatItAcknowledged() {
        var fsync = server.jdbc().sql("select current_setting('fsync')").query(String.class);

        assertThat(fsync.single()).isEqualTo("on");
    }

    @Test
    void anErrorInTheLogFailsTheTest() {
        LoggerFactory.getLogger("org.bocau.example").error("nobody expected this");

        assertThatThrownBy(() -> TestServer.requireSound(List.of()))
                .hasMessageContaining("nobody expected this");
        TestServer.requireSound(List.of());
    }

    @Test
    void aStoreThatCountsWronglyFailsTheTest() {
        var owner = server.account("an").id().value();
        count(owner, "messages + 1");

        assertThatThrownBy(() -> TestServer.requireSound(List.of()))
                .hasMessageContaining("counters differ");
        count(owner, "messages - 1");
    }

    private void count(long owner, String messages) {
        server.jdbc()
                .sql("update mailbox set messages = " + messages + " where account_id = ?")
                .param(owner)
                .update();
    }

    @Test
    @ExpectsErrors("on purpose")
    void anErrorThatIsExpectedDoesNot() {
        LoggerFactory.getLogger("org.bocau.example").error("logged on purpose");
    }
}

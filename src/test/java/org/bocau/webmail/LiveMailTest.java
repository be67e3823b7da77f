package org.bocau.webmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.bocau.account.Directory;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MailServer;
import org.bocau.mailclient.Role;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.springframework.context.SmartLifecycle;

/** The streams behind open pages, when the application stops. */
@IntegrationTest
class LiveMailTest {
    private final TestServer server;
    private final LiveMail live;

    LiveMailTest(TestServer server) {
        this.server = server;
        this.live =
                new LiveMail(
                        server.bean(MailServer.class),
                        server.bean(FolderStore.class),
                        server.bean(MailClient.class),
                        server.bean(Directory.class),
                        server.bean(WebmailProperties.class));
    }

    /** It waited its whole grace for each open tab. */
    @Test
    void stopsBeforeTheWebServerWaitsForRequests() {
        var account = server.account("an");
        var an = new MailAccount(account.id(), account.login(), "An");
        var inbox = server.bean(FolderStore.class).list(an).require(Role.INBOX);
        live.start();
        var open = live.open(an, inbox, List.of(inbox), Map.of());
        live.stop();
        var late = live.open(an, inbox, List.of(inbox), Map.of());
        assertThatThrownBy(() -> open.send("x")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> late.send("x")).isInstanceOf(IllegalStateException.class);
        assertThat(live.getPhase()).isEqualTo(SmartLifecycle.DEFAULT_PHASE); // the first to stop
    }
}

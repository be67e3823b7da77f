package org.bocau.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.bocau.database.NodeSignals;
import org.bocau.database.SignalsOf;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What happens in a mailbox is heard on another node, and the other way round. */
@IntegrationTest
class NodeFeedTest {
    private static final int PATIENCE_SECONDS = 30;
    private static final String TOPIC = "mailbox";

    private final TestServer server;
    private final TestAccount an;
    private final NodeSignals other;
    private final BlockingQueue<String> heardThere = new LinkedBlockingQueue<>();

    NodeFeedTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.other =
                SignalsOf.another(server.bean(JdbcClient.class), server.bean(DataSource.class));
        other.listen(
                TOPIC,
                new NodeSignals.Listener() {
                    @Override
                    public void heard(String text) {
                        heardThere.add(text);
                    }

                    @Override
                    public void missed() {
                        // no connection breaks here
                    }
                });
    }

    @BeforeEach
    void begin() {
        other.start();
    }

    @AfterEach
    void end() {
        other.stop();
    }

    @Test
    void otherNodesHearOfNewMail() throws Exception {
        for (int tries = 0; tries < PATIENCE_SECONDS; tries++) { // until its connection listens
            deliver();
            var heard = heardThere.poll(1, TimeUnit.SECONDS);
            if (heard != null) {
                assertThat(heard).startsWith(an.id().value() + "/");
                return;
            }
        }
        throw new AssertionError("nothing was heard");
    }

    @Test
    void whatOtherNodesSayIsHeardHere() throws Exception {
        var here = new LinkedBlockingQueue<Hint>();
        var subscriber =
                new ChangeFeed.Subscriber() {
                    @Override
                    public void changed(Hint hint) {
                        here.add(hint);
                    }

                    @Override
                    public void alert(String text) {
                        throw new AssertionError(text);
                    }
                };
        try (var _ = server.bean(ChangeFeed.class).subscribe(an.id(), subscriber)) {
            for (var text : List.of("nonsense", an.id().value() + "/names")) {
                other.send(TOPIC, text);
            }
            assertThat(here.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(Hint.OfNames.class);
        }
    }

    private void deliver() throws IOException {
        try (var talk = SmtpTalk.as(server, an)) {
            assertThat(talk.send(an.login(), List.of(an.login()), "Subject: x\r\n\r\nx\r\n"))
                    .startsWith("250");
        }
    }
}

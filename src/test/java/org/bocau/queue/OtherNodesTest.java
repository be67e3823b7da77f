package org.bocau.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import javax.sql.DataSource;
import org.bocau.database.NodeSignals;
import org.bocau.database.SignalsOf;
import org.bocau.message.EmailAddress;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.MailSink;
import org.bocau.testing.TestServer;
import org.bocau.testing.Zone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A node that looks for itself once an hour, and hears of what another one enqueues. */
@IntegrationTest
class OtherNodesTest {
    private static final QueueProperties HOURLY = QueueNode.polling(Duration.ofHours(1));

    private final QueueNode node;
    private final OutboundQueue queue;
    private final EmailAddress an;
    private final NodeSignals signals;
    private final Doorbell doorbell = new Doorbell();
    private final OtherNodes others;
    private final Zone zone = new Zone();
    private final MailSink sink = MailSink.start();

    OtherNodesTest(TestServer server) throws IOException {
        this.node = new QueueNode(server, new ShiftedClock());
        this.queue = server.bean(OutboundQueue.class);
        this.an = server.account("an").address();
        this.signals =
                SignalsOf.another(server.bean(JdbcClient.class), server.bean(DataSource.class));
        this.others = new OtherNodes(signals, doorbell);
        zone.mx("far.example", 10, "mx.far.example").address("mx.far.example", "127.0.0.1");
    }

    @BeforeEach
    void begin() {
        node.emptyQueue();
        signals.start();
        others.start();
    }

    @AfterEach
    void end() throws IOException {
        others.stop();
        signals.stop();
        sink.close();
    }

    @Test
    void mailThatIsQueuedHereIsSentThereAtOnce() throws Exception {
        awaitListening();
        var runner = node.runner(zone, sink, HOURLY, doorbell);
        try {
            QueueNode.until(() -> runner.lastLook() != null);
            node.enqueue(an, "a@far.example");
            sink.await(1);
            QueueNode.until(() -> queue.size() == 0);
        } finally {
            runner.stop();
        }
    }

    @Test
    void tryNowIsHeardThere() throws Exception {
        awaitListening();
        var id = node.enqueue(an, "a@far.example");
        node.commands.retryNow(new QueueScope.OfMessage(id));
        QueueNode.until(doorbell::impatient);
        assertThat(doorbell.impatientElsewhere()).as("and not passed on").isFalse();
    }

    /** Until it has heard something: the connection listens. */
    private void awaitListening() {
        long before = doorbell.times();
        QueueNode.until(() -> {
            node.commands.hold(new QueueScope.OfDomain("nobody.example"));
            return doorbell.times() > before;
        });
    }
}

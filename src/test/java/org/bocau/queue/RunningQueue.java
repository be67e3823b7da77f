package org.bocau.queue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bocau.testing.MailSink;
import org.bocau.testing.TestServer;
import org.bocau.testing.Zone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A queue that is empty, with a clock, a DNS in which {@code far.example} has a host, that host,
 * and the runners that a test begins.
 */
abstract class RunningQueue {
    final TestServer server;
    final OutboundQueue queue;
    final ShiftedClock clock = new ShiftedClock();
    final QueueNode node;
    final Zone zone = new Zone();
    final List<QueueRunner> runners = new ArrayList<>();
    final MailSink sink = MailSink.start();

    RunningQueue(TestServer server) throws IOException {
        this.server = server;
        this.queue = server.bean(OutboundQueue.class);
        this.node = new QueueNode(server, clock);
        zone.mx("far.example", 10, "mx.far.example").address("mx.far.example", "127.0.0.1");
    }

    @BeforeEach
    void begin() {
        node.emptyQueue();
    }

    @AfterEach
    void end() throws IOException {
        runners.forEach(QueueRunner::stop);
        sink.close();
    }

    final void run() {
        runners.add(node.runner(zone, sink));
    }
}

package org.bocau.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bocau.bench.Load.Figure;
import org.bocau.bench.Load.Run;
import org.bocau.bench.MailServer.Role;

/** Sending mail on: a full queue, and a next hop that takes all there is. */
final class QueueLoads {
    private static final int MESSAGES = 2_000;
    private static final int SENDERS = 8;
    private static final int DOMAINS = 20;
    private static final long PATIENCE_MS = 120_000;

    private QueueLoads() {}

    static List<Load> all() {
        return List.of(
                Load.rate(
                        "queue-drain",
                        "Queue of 2,000 messages to 20 domains, sent to one next hop",
                        2,
                        QueueLoads::drain));
    }

    private static Figure drain(Run run) throws Exception {
        try (var sink = new Sink(run.server().sinkPort())) {
            Together.run(SENDERS, number -> submit(run.server(), number));
            long begun = System.nanoTime();
            sink.open();
            while (sink.messages() < MESSAGES) {
                if (Timing.since(begun) > PATIENCE_MS) {
                    throw new IOException("only " + sink.messages() + " were sent on");
                }
                TimeUnit.MILLISECONDS.sleep(2);
            }
            return Figure.of(MESSAGES / (Timing.since(begun) / 1e3));
        }
    }

    private static void submit(MailServer server, int number) throws IOException {
        var login = server.login(Role.SENDER).split(" ");
        try (var client = SmtpClient.connect(server.port(MailServer.Service.SUBMISSION))) {
            if (server.submissionNeedsLogin()) {
                client.login(login[0], login[1]);
            }
            for (int n = number; n < MESSAGES; n += SENDERS) {
                var to = "someone@d" + n % DOMAINS + ".example";
                client.send(server.sender(), List.of(to), Corpus.tenKilobytes(n, server.sender()));
            }
        }
    }
}

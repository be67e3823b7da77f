package org.bocau.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.bocau.testing.ChildServer;

/** Senders, each of whose messages goes to all recipients, or to none. */
final class SmtpWork implements Work {
    private final Nodes nodes;
    private final Map<String, Ledger> inboxes = new LinkedHashMap<>();
    private final List<List<Ledger.Doubt>> doubts = new ArrayList<>();
    private final AtomicLong delivered = new AtomicLong();

    SmtpWork(Nodes nodes, List<String> recipients) {
        this.nodes = nodes;
        for (var recipient : recipients) {
            inboxes.put(recipient, new Ledger(recipient));
        }
    }

    @Override
    public int clients() {
        return 6;
    }

    @Override
    public void run(Turn turn) throws IOException {
        try (var smtp = new SmtpClient(nodes.any(turn.random()))) {
            while (!turn.over().getAsBoolean()) {
                var message = Sample.of(turn.random());
                smtp.envelope(inboxes.keySet());
                var doubt = coming(message);
                smtp.data(message);
                int next = 0;
                for (var inbox : inboxes.values()) {
                    inbox.done(doubt.get(next++));
                }
                delivered.incrementAndGet();
                turn.acknowledged().run();
            }
        }
    }

    private List<Ledger.Doubt> coming(Sample message) {
        var doubt =
                inboxes.values().stream()
                        .map(inbox -> inbox.coming(List.of(message.digest())))
                        .toList();
        synchronized (doubts) {
            doubts.add(doubt);
        }
        return doubt;
    }

    @Override
    public void compare(ChildServer by) throws IOException {
        for (var inbox : inboxes.entrySet()) {
            try (var talk = ImapTalk.as(by, inbox.getKey())) {
                inbox.getValue().compare(talk.contents("INBOX"));
                Tidying.tidy(talk, "INBOX", inbox.getValue());
            }
        }
        for (var doubt : doubts) {
            assertThat(doubt.stream().map(Ledger.Doubt::done).distinct())
                    .as("a message is delivered to all its recipients or to none")
                    .hasSize(1);
        }
        doubts.clear();
    }

    @Override
    public String counts() {
        return "SMTP " + delivered;
    }
}

package org.bocau.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.bocau.testing.ChildServer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Somebody who submits mail for another system. What was acknowledged arrives there; twice only
 * what had been sent so shortly before the blow that nobody wrote down that it was. What is refused
 * there comes back as one report, never none and never two.
 */
final class QueueWork implements Work {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofMillis(200);

    private static final String DUE =
            "update queue_recipient set next_attempt_at = now() - interval '1 s'";

    /** Without progress for so long, nobody attempts what was being attempted. */
    private static final int STEPS = 15;

    /** Between a reply and the commit that says so, on the slowest of disks. */
    private static final Duration UNWRITTEN = Duration.ofSeconds(5);

    private static final List<String> RECIPIENTS = List.of("nobody", "later", "an", "binh");

    /** A report has the header section of what it returns. */
    private static final Pattern RETURNED = Pattern.compile("(?m)^Subject: ([0-9a-f]{32})\r?$");

    private final Nodes nodes;
    private final String account;
    private final NextHop next;
    private final Mail sent = new Mail();
    private final Mail returned = new Mail();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong doubled = new AtomicLong();
    private final AtomicLong reported = new AtomicLong();
    private volatile long struck;

    /** Digests of messages, by how far they have certainly come. */
    private record Mail(Set<String> asked, Set<String> acknowledged) {
        Mail() {
            this(ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
        }

        void clear() {
            asked.clear();
            acknowledged.clear();
        }
    }

    QueueWork(Nodes nodes, String account, NextHop next) {
        this.nodes = nodes;
        this.account = account;
        this.next = next;
    }

    @Override
    public int clients() {
        return 2;
    }

    @Override
    public void run(Turn turn) throws IOException {
        try (var smtp = SmtpClient.submission(nodes.any(turn.random()), account)) {
            while (!turn.over().getAsBoolean()) {
                var message = Sample.of(turn.random());
                var to = RECIPIENTS.get(turn.random().nextInt(RECIPIENTS.size()));
                smtp.from(account, to + "@d" + turn.random().nextInt(3) + ".example");
                var mail = to.equals("nobody") ? returned : sent;
                mail.asked().add(message.digest());
                smtp.data(message);
                mail.acknowledged().add(message.digest());
                count.incrementAndGet();
                turn.acknowledged().run();
            }
        }
    }

    @Override
    public void struck() {
        struck = System.nanoTime();
    }

    @Override
    public void compare(ChildServer by) throws IOException {
        drain(JdbcClient.create(nodes.store().open()));
        compareReports(by);
        var accepted = next.accepted();
        assertThat(accepted.keySet())
                .as("acknowledged and sent on")
                .containsAll(sent.acknowledged());
        assertThat(sent.asked())
                .as("whole, and submitted by somebody")
                .containsAll(accepted.keySet());
        for (var times : accepted.values()) {
            if (times.size() > 1) {
                doubled.incrementAndGet();
                var since = Duration.ofNanos(struck - times.getFirst());
                assertThat(since).as("sent twice, first before the blow").isLessThan(UNWRITTEN);
                assertThat(times.getLast()).as("sent twice").isGreaterThan(struck);
            }
        }
        sent.clear();
        returned.clear();
        accepted.clear();
    }

    private void compareReports(ChildServer by) throws IOException {
        var reports = new ArrayList<String>();
        try (var talk = ImapTalk.as(by, account)) {
            var uids = new ArrayList<Long>();
            talk.each(
                    "INBOX",
                    (uid, report) -> {
                        uids.add(uid);
                        RETURNED.matcher(report)
                                .results()
                                .map(m -> m.group(1))
                                .forEach(reports::add);
                    });
            assertThat(reports).as("one report each").hasSameSizeAs(uids).doesNotHaveDuplicates();
            if (!uids.isEmpty()) {
                talk.command("SELECT INBOX");
                talk.markDeleted(uids);
                var _ = talk.expunge(uids);
            }
        }
        assertThat(reports).as("refused and told").containsAll(returned.acknowledged());
        assertThat(returned.asked()).as("told of what was sent").containsAll(reports);
        reported.addAndGet(reports.size());
    }

    /** The backoff of what was under way is longer than a round. */
    private static void drain(JdbcClient database) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long before = -1;
        int step = 0;
        while (true) {
            long left = count(database);
            if (left == 0) {
                return;
            }
            assertThat(System.nanoTime()).as(left + " are still queued").isLessThan(deadline);
            database.sql(DUE + " where not attempting and next_attempt_at > now()").update();
            step = left == before ? step + 1 : 0;
            before = left;
            if (step == STEPS) {
                database.sql(DUE).update();
                step = 0;
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    private static long count(JdbcClient database) {
        return database.sql("select count(*) from queue_message").query(Long.class).single();
    }

    @Override
    public String counts() {
        return "queue %s (%s twice, %s returned)".formatted(count, doubled, reported);
    }
}

package org.bocau.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.bocau.testing.ChildServer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Somebody who submits mail for another system. What was acknowledged arrives there; twice only
 * what had been sent so shortly before the blow that nobody wrote down that it was.
 */
final class QueueWork implements Work {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofMillis(200);

    /** Without progress for so long, what waits for its next attempt is sent now. */
    private static final int STEPS = 15;

    /** Between a reply and the commit that says so, on the slowest of disks. */
    private static final Duration UNWRITTEN = Duration.ofSeconds(5);

    private final Nodes nodes;
    private final String account;
    private final NextHop next;
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong doubled = new AtomicLong();
    private volatile long struck;

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
                smtp.from(account, "somebody@d" + turn.random().nextInt(3) + ".example");
                asked.add(message.digest());
                smtp.data(message);
                acknowledged.add(message.digest());
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
        var accepted = next.accepted();
        assertThat(accepted.keySet()).as("acknowledged and sent on").containsAll(acknowledged);
        assertThat(asked).as("whole, and submitted by somebody").containsAll(accepted.keySet());
        for (var times : accepted.values()) {
            if (times.size() > 1) {
                doubled.incrementAndGet();
                var since = Duration.ofNanos(struck - times.getFirst());
                assertThat(since).as("sent twice, first before the blow").isLessThan(UNWRITTEN);
                assertThat(times.getLast()).as("sent twice").isGreaterThan(struck);
            }
        }
        asked.clear();
        acknowledged.clear();
        accepted.clear();
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
            step = left == before ? step + 1 : 0;
            before = left;
            if (step == STEPS) {
                database.sql("update queue_recipient set next_attempt_at = now() - interval '1 s'")
                        .update();
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
        return "queue %s (%s twice)".formatted(count, doubled);
    }
}

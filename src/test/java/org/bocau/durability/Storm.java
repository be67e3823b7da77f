package org.bocau.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.bocau.testing.ChildServer;

/** Every kind of work at once, in the middle of which something happens to the server. */
final class Storm {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int MOST_FIRST = 150;
    private static final int MOST_MILLIS = 60;

    private final Nodes nodes;
    private final List<Work> works;

    Storm(Nodes nodes, List<Work> works) {
        this.nodes = nodes;
        this.works = works;
    }

    /** What happens. */
    interface Strike {
        void at(Nodes nodes, Random random) throws IOException;
    }

    /** Returns when it has happened and every client has ended. */
    void during(long seed, Strike strike) throws IOException, InterruptedException {
        var random = new Random(seed);
        var over = new AtomicBoolean();
        var acknowledged = new Semaphore(0);
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        var clients = new ArrayList<Thread>();
        for (var work : works) {
            for (int n = 0; n < work.clients(); n++) {
                var turn =
                        new Work.Turn(
                                new Random(random.nextLong()), over::get, acknowledged::release);
                clients.add(Thread.ofVirtual().start(() -> work(work, turn, failures)));
            }
        }
        int first = 1 + random.nextInt(MOST_FIRST);
        boolean enough = acknowledged.tryAcquire(first, PATIENCE.toSeconds(), TimeUnit.SECONDS);
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(MOST_MILLIS)).toNanos());
        works.forEach(Work::struck);
        strike.at(nodes, random);
        over.set(true);
        for (var client : clients) {
            client.join();
        }
        assertThat(failures).isEmpty();
        assertThat(enough).as(first + " acknowledgements in time").isTrue();
    }

    private static void work(Work work, Work.Turn turn, Queue<Throwable> failures) {
        try {
            work.run(turn);
        } catch (IOException struck) { // what this is about
        } catch (RuntimeException | AssertionError wrong) {
            failures.add(wrong);
        }
    }

    /** Waits until a server that was not ended works again by itself. */
    void awaitRecovery() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!nodes.all().stream().allMatch(this::delivers)) {
            assertThat(System.nanoTime()).as("recovered by itself").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private boolean delivers(ChildServer server) {
        try (var _ = nodes.store().open().getConnection();
                var smtp = new SmtpClient(server)) {
            smtp.envelope(List.of(DurabilityIT.PROBED));
            smtp.data(Sample.of(new Random(0)));
            return true;
        } catch (IOException | SQLException notYet) {
            return false;
        }
    }

    /** Asks this node for everything. */
    void compare(ChildServer by) throws IOException {
        for (var work : works) {
            work.compare(by);
        }
    }

    String counts() {
        return works.stream().map(Work::counts).collect(Collectors.joining(", "));
    }
}

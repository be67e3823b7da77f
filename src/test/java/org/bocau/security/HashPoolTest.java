package org.bocau.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** So many hashes at a time, so many waiting, and no more. */
class HashPoolTest {
    @Test
    void computesNoMoreThanItsNumberAtOnce() throws Exception {
        var pool = new HashPool(2, 100);
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Optional<Integer>> hash =
                    () ->
                            pool.compute(() -> {
                                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                                LockSupport.parkNanos(200_000);
                                return running.decrementAndGet();
                            });
            for (var done : threads.invokeAll(Collections.nCopies(50, hash))) {
                assertThat(done.get()).isPresent();
            }
        }

        assertThat(most.get()).isBetween(1, 2);
        assertThat(pool.compute(() -> "free again")).contains("free again");
    }

    @Test
    void turnsAwayWhatFindsNoPlaceInTheQueue() throws Exception {
        var pool = new HashPool(1, 2);
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var holder = threads.submit(() -> pool.compute(() -> hold(begun, end)));
            begun.await();
            var others = new ArrayList<Future<Optional<String>>>();
            for (int i = 0; i < 5; i++) {
                others.add(threads.submit(() -> pool.compute(() -> "done")));
            }
            Awaitility.await() // they find out at once, the others wait
                    .until(() -> others.stream().filter(Future::isDone).count() == 3);
            end.countDown();
            int done = 0;
            for (var other : others) {
                done += other.get().isPresent() ? 1 : 0;
            }
            assertThat(done).isEqualTo(2);
            assertThat(holder.get()).contains("held");
        }
    }

    private static String hold(CountDownLatch begun, CountDownLatch end) {
        begun.countDown();
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return "held";
    }
}

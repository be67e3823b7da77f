package org.bocau.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who serves whom; that nobody is left. */
@Timeout(60)
class GatheringTest {
    private static final int MOST = 8;

    private Gathering<int[]> gathering =
            new Gathering<>(MOST, 100, want -> want[0], Duration.ofSeconds(50).toNanos());

    private static List<Integer> wants(List<Gathering.Place<int[]>> batch) {
        return batch.stream().map(place -> place.want()[0]).toList();
    }

    private Future<List<Integer>> coming(int want) {
        var batch = new CompletableFuture<List<Integer>>();
        Thread.startVirtualThread(() -> {
            var places = gathering.enter(new int[] {want});
            batch.complete(wants(places));
            if (!places.isEmpty()) {
                gathering.leave(places);
            }
        });
        return batch;
    }

    private void awaitWaiting(int count) {
        while (gathering.waiting() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void noMoreAreServedTogetherThanWeighSoMuch() throws Exception {
        var alone = gathering.enter(new int[] {1});
        assertThat(wants(alone)).containsExactly(1);
        var first = coming(60);
        awaitWaiting(1);
        var second = coming(50);
        awaitWaiting(2);
        var third = coming(7);
        awaitWaiting(3);
        gathering.leave(alone);
        assertThat(first.get()).containsExactly(60, 50);
        assertThat(second.get()).isEmpty();
        assertThat(third.get()).containsExactly(7);
    }

    /** The timer passes from the first of those who wait to the next. */
    @Test
    void allGoByThemselvesWhenNobodyCalls() throws Exception {
        gathering = new Gathering<>(MOST, 100, want -> want[0]);
        var held = gathering.enter(new int[] {1});
        var waiting = IntStream.range(0, 3 * MOST).mapToObj(this::coming).toList();
        for (var one : waiting) {
            assertThat(one.get(20, TimeUnit.SECONDS)).isEmpty();
        }
        assertThat(gathering.waiting()).isZero();
        gathering.leave(held);
        assertThat(coming(2).get()).containsExactly(2);
    }

    @Test
    void whoIsInterruptedGoesByHimselfAndStaysInterrupted() throws Exception {
        var held = gathering.enter(new int[] {1});
        var told = new CompletableFuture<Boolean>();
        var thread =
                Thread.startVirtualThread(() -> {
                    var places = gathering.enter(new int[] {2});
                    told.complete(places.isEmpty() && Thread.currentThread().isInterrupted());
                });
        thread.interrupt();
        assertThat(told.get()).isTrue();
        gathering.leave(held);
    }

    @Test
    void everyoneIsServedOnce() throws Exception {
        var served = new AtomicInteger();
        var begin = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var work = new ArrayList<Future<?>>();
            for (int n = 0; n < 64; n++) {
                work.add(
                        threads.submit(() -> {
                            begin.await();
                            for (int times = 0; times < 500; times++) {
                                wantOnce(served);
                            }
                            return null;
                        }));
            }
            begin.countDown();
            for (var one : work) {
                one.get();
            }
        }
        assertThat(served).hasValue(64 * 500);
        assertThat(gathering.waiting()).isZero();
    }

    /** A want is a one that whoever serves it makes a zero. */
    private void wantOnce(AtomicInteger served) {
        int[] want = {1};
        var places = gathering.enter(want);
        if (!places.isEmpty()) {
            for (var place : places) {
                served.addAndGet(place.want()[0]);
                place.want()[0] = 0;
            }
            gathering.leave(places);
        }
        served.addAndGet(want[0]); // nobody called
    }
}

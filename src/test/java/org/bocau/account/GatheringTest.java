package org.bocau.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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

    private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
    private Gathering<int[]> gathering = patient(Duration.ofSeconds(50));

    /** A want is a number that is made a zero by whoever serves it; nobody serves a 13. */
    private Gathering<int[]> patient(Duration patience) {
        return new Gathering<>(
                "gathering-test", MOST, 100, want -> want[0], this::serve, patience.toNanos());
    }

    private void serve(List<int[]> wants) {
        batches.add(wants.stream().map(want -> want[0]).toList());
        for (var want : wants) {
            if (want[0] == 13) {
                throw new IllegalStateException("bad luck");
            }
            want[0] = 0;
        }
    }

    /** Completed with what was left for whoever came to do himself. */
    private Future<Integer> coming(int number) {
        var left = new CompletableFuture<Integer>();
        Thread.startVirtualThread(() -> {
            int[] want = {number};
            boolean alone = gathering.enter(want);
            left.complete(want[0]);
            if (alone) {
                gathering.leave();
            }
        });
        return left;
    }

    private void awaitWaiting(int count) {
        while (gathering.waiting() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void noMoreAreServedTogetherThanWeighSoMuch() throws Exception {
        assertThat(gathering.enter(new int[] {1})).isTrue();
        var first = coming(60);
        awaitWaiting(1);
        var second = coming(50);
        awaitWaiting(2);
        var third = coming(7);
        awaitWaiting(3);
        gathering.leave();
        assertThat(first.get()).isZero();
        assertThat(second.get()).isZero();
        assertThat(third.get()).isZero();
        assertThat(batches).containsExactly(List.of(60, 50), List.of(7));
    }

    /** The timer passes from the first of those who wait to the next. */
    @Test
    void allGoByThemselvesWhenNobodyCalls() throws Exception {
        gathering = patient(Duration.ofMillis(100));
        assertThat(gathering.enter(new int[] {1})).isTrue();
        var waiting = IntStream.range(0, 3 * MOST).mapToObj(_ -> coming(7)).toList();
        for (var one : waiting) {
            assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo(7);
        }
        assertThat(gathering.waiting()).isZero();
        gathering.leave();
        assertThat(coming(2).get()).isEqualTo(2);
        assertThat(batches).isEmpty();
    }

    @Test
    void whoIsInterruptedGoesByHimselfAndStaysInterrupted() throws Exception {
        assertThat(gathering.enter(new int[] {1})).isTrue();
        var told = new CompletableFuture<Boolean>();
        var thread =
                Thread.startVirtualThread(() -> {
                    int[] want = {2};
                    boolean alone = gathering.enter(want);
                    told.complete(!alone && want[0] == 2 && Thread.currentThread().isInterrupted());
                });
        thread.interrupt();
        assertThat(told.get()).isTrue();
        gathering.leave();
    }

    /** Whoever serves fails: those whom he served are let go, and the others' turn comes. */
    @Test
    void aFailureHoldsUpNobody() throws Exception {
        assertThat(gathering.enter(new int[] {1})).isTrue();
        var unlucky = coming(13);
        awaitWaiting(1);
        var heavy = coming(90);
        awaitWaiting(2);
        var next = coming(5);
        awaitWaiting(3);
        gathering.leave();
        assertThat(unlucky.get()).isEqualTo(13);
        assertThat(heavy.get()).isEqualTo(90);
        assertThat(next.get()).isZero();
        assertThat(coming(4).get()).isIn(0, 4); // alone, unless the last turn is just ending
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
        int together = batches.stream().mapToInt(List::size).sum();
        assertThat(served.get() + together).isEqualTo(64 * 500);
        assertThat(batches).allMatch(batch -> batch.size() <= MOST);
        assertThat(gathering.waiting()).isZero();
    }

    private void wantOnce(AtomicInteger served) {
        int[] want = {1};
        boolean alone = gathering.enter(want);
        served.addAndGet(want[0]); // by himself
        if (alone) {
            gathering.leave();
        }
    }
}

package org.bocau.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/** Who is asked for whom. */
class LookupsTest {
    private static final Executor THREADS = Thread::startVirtualThread;

    private final List<List<Integer>> queries = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch firstHasBegun = new CountDownLatch(1);
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);

    private final Lookups<Integer, String> lookups = new Lookups<>(this::answer);

    private List<String> answer(List<Integer> questions) {
        queries.add(questions);
        if (questions.equals(List.of(0))) {
            firstHasBegun.countDown();
            await(firstMayEnd);
        }
        if (questions.contains(13)) {
            throw new DataAccessResourceFailureException("the database is away");
        }
        return questions.stream().map(one -> "answer " + one).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<String> asking(int question) {
        return CompletableFuture.supplyAsync(() -> lookups.ask(question), THREADS)
                .orTimeout(1, TimeUnit.MINUTES);
    }

    @Test
    void whoAsksAloneIsAnsweredAtOnce() {
        assertThat(lookups.ask(1)).isEqualTo("answer 1");
        assertThat(lookups.ask(2)).isEqualTo("answer 2");
        assertThat(queries).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void whoComesMeanwhileIsAnsweredByOthers() {
        var first = asking(0);
        await(firstHasBegun);
        var others = IntStream.rangeClosed(1, 10).mapToObj(this::asking).toList();
        while (lookups.waiting() < 10 && !others.getFirst().isDone()) {
            Thread.onSpinWait();
        }
        firstMayEnd.countDown();
        assertThat(first.join()).isEqualTo("answer 0");
        for (int n = 1; n <= 10; n++) {
            assertThat(others.get(n - 1).join()).isEqualTo("answer " + n);
        }
        assertThat(queries.stream().flatMap(List::stream)).containsOnlyOnce(1, 5, 10);
        assertThat(lookups.waiting()).isZero();
    }

    @Test
    void whoIsNotCalledSoonAsksByHimself() {
        var first = asking(0);
        await(firstHasBegun);
        assertThat(lookups.ask(7)).isEqualTo("answer 7");
        assertThat(first).isNotDone();
        firstMayEnd.countDown();
        assertThat(first.join()).isEqualTo("answer 0");
    }

    @Test
    void aFailureIsToldToAllWhoWereAskedFor() {
        assertThatThrownBy(() -> lookups.ask(13))
                .isInstanceOf(DataAccessResourceFailureException.class);
        var first = asking(0);
        await(firstHasBegun);
        var unlucky = asking(13);
        while (lookups.waiting() < 1 && !unlucky.isDone()) {
            Thread.onSpinWait();
        }
        firstMayEnd.countDown();
        assertThat(first.join()).isEqualTo("answer 0");
        assertThatThrownBy(unlucky::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(DataAccessResourceFailureException.class);
        assertThat(lookups.ask(1)).isEqualTo("answer 1");
    }
}

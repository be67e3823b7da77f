package org.bocau.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bocau.mailbox.BodyKey;
import org.bocau.mailbox.Maildrops.Found;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/** How much is read for which way of asking. */
class ReadAheadTest {
    private final List<String> reads = new ArrayList<>();
    private final Semaphore places = new Semaphore(1);

    private final ReadAhead.Source source =
            new ReadAhead.Source() {
                @Override
                public int next(int number) {
                    return number < 1000 ? number + 1 : 0;
                }

                @Override
                public CompletableFuture<Deque<ReadAhead.Waiting>> read(
                        int first, int most, Executor reader) {
                    reads.add(first + "+" + most);
                    var messages = new ArrayDeque<ReadAhead.Waiting>();
                    for (int i = first; i < first + most && i <= 1000; i++) {
                        var found = new Found(i, new BodyKey(new byte[32], 0), new byte[0]);
                        messages.add(new ReadAhead.Waiting(i, found));
                    }
                    return CompletableFuture.supplyAsync(() -> messages, reader);
                }
            };

    private void take(ReadAhead ahead, int... numbers) {
        for (int number : numbers) {
            var found = ahead.take(number);
            assertThat(found).isNotNull().extracting(Found::uid).isEqualTo((long) number);
        }
    }

    @Test
    void whoGoesOnIsReadAheadForInGrowingSteps() {
        try (var ahead = new ReadAhead(places, source, Runnable::run)) {
            take(ahead, 1, 2, 3, 4, 5, 6, 7, 8);
        }
        assertThat(reads).containsExactly("1+1", "2+2", "4+4", "8+8", "16+16");
        assertThat(places.availablePermits()).isEqualTo(1);
    }

    @Test
    void whoJumpsAboutIsNot() {
        try (var ahead = new ReadAhead(places, source, Runnable::run)) {
            take(ahead, 9, 8, 7, 3, 3, 5);
        }
        assertThat(reads).containsExactly("9+1", "8+1", "7+1", "3+1", "3+1", "5+1");
    }

    @Test
    void whatIsPassedOverIsForgotten() {
        try (var ahead = new ReadAhead(places, source, Runnable::run)) {
            take(ahead, 1, 2, 3, 4, 6, 7, 20);
        }
        assertThat(reads).containsExactly("1+1", "2+2", "4+4", "8+8", "20+1");
        assertThat(places.availablePermits()).isEqualTo(1);
    }

    @Test
    void withoutAPlaceMessagesComeOneByOne() {
        places.acquireUninterruptibly();
        try (var ahead = new ReadAhead(places, source, Runnable::run)) {
            take(ahead, 1, 2, 3);
        }
        assertThat(reads).containsExactly("1+1", "2+1", "3+1");
        assertThat(places.availablePermits()).isZero();
    }

    @Test
    void whatCannotBeReadIsToldToWhoAsksForIt() {
        var down = new DataAccessResourceFailureException("the database is away");
        var failing = new AtomicBoolean();
        ReadAhead.Source sometimes =
                new ReadAhead.Source() {
                    @Override
                    public int next(int number) {
                        return source.next(number);
                    }

                    @Override
                    public CompletableFuture<Deque<ReadAhead.Waiting>> read(
                            int first, int most, Executor reader) {
                        return failing.get()
                                ? CompletableFuture.failedFuture(down)
                                : source.read(first, most, reader);
                    }
                };
        try (var ahead = new ReadAhead(places, sometimes, Runnable::run)) {
            take(ahead, 1, 2, 3);
            failing.set(true);
            assertThatThrownBy(() -> ahead.take(4)).isSameAs(down);
            failing.set(false);
            take(ahead, 4, 5, 6, 7, 8);
        }
        assertThat(places.availablePermits()).isEqualTo(1);
    }
}

package org.bocau.account;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Questions that sessions of this node ask at the same time, answered by one query for all. One
 * asks at once; who comes meanwhile waits without a database connection, and the first of them then
 * asks for all that wait. An answer is never older than its question: the query begins after it
 * (decision 81).
 *
 * <p>Nothing is kept, and nobody is held up: who is not called soon asks by himself.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
final class Lookups<Q, A> {
    /** Questions in one query. */
    private static final int MOST = 64;

    private static final long PATIENCE_MS = 100;

    private final Function<List<Q>, List<A>> query;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Waiting<Q, A>> line = new ArrayDeque<>();
    private boolean asking;

    /**
     * @param query answers questions, in their order
     */
    Lookups(Function<List<Q>, List<A>> query) {
        this.query = query;
    }

    /**
     * The answer of now; within a transaction that of the transaction.
     *
     * @throws RuntimeException what the query has thrown, also for who asked by its side
     */
    A ask(Q question) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return query.apply(List.of(question)).getFirst();
        }
        var mine = new Waiting<Q, A>(question);
        var batch = enter(mine) ? List.of(mine) : called(mine);
        if (!batch.isEmpty()) {
            try {
                answer(batch);
            } finally {
                leave();
                batch.forEach(Waiting::done);
            }
        }
        return mine.answered ? mine.answer() : query.apply(List.of(question)).getFirst();
    }

    /** How many wait for somebody to ask for them. */
    int waiting() {
        lock.lock();
        try {
            return line.size();
        } finally {
            lock.unlock();
        }
    }

    private void answer(List<Waiting<Q, A>> batch) {
        try {
            var answers = query.apply(batch.stream().map(one -> one.question).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer = answers.get(i);
            }
        } catch (RuntimeException failed) {
            batch.forEach(one -> one.failure = failed);
        }
        batch.forEach(one -> one.answered = true);
    }

    /** True when it may ask at once. */
    private boolean enter(Waiting<Q, A> mine) {
        lock.lock();
        try {
            if (asking) {
                line.add(mine);
                return false;
            }
            asking = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** For whom it is to ask, itself included; nobody when it is answered, or nobody calls. */
    private List<Waiting<Q, A>> called(Waiting<Q, A> mine) {
        try {
            return mine.called.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | InterruptedException late) {
            if (late instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return leavesLine(mine) ? List.of() : mine.called.join();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    private boolean leavesLine(Waiting<Q, A> mine) {
        lock.lock();
        try {
            return line.remove(mine);
        } finally {
            lock.unlock();
        }
    }

    /** Calls the first of those who wait, to ask for the others too. */
    private void leave() {
        var batch = new ArrayList<Waiting<Q, A>>();
        lock.lock();
        try {
            while (!line.isEmpty() && batch.size() < MOST) {
                batch.add(line.remove());
            }
            asking = !batch.isEmpty();
        } finally {
            lock.unlock();
        }
        if (!batch.isEmpty()) {
            batch.getFirst().called.complete(batch);
        }
    }

    /** A question and whoever waits; written by whoever asks, then read when called. */
    private static final class Waiting<Q, A> {
        private final Q question;
        private final CompletableFuture<List<Waiting<Q, A>>> called = new CompletableFuture<>();
        private boolean answered;
        private @Nullable A answer;
        private @Nullable RuntimeException failure;

        Waiting(Q question) {
            this.question = question;
        }

        void done() {
            called.complete(List.of());
        }

        A answer() {
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(answer);
        }
    }
}

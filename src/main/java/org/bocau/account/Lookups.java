package org.bocau.account;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Questions that sessions of this node ask at the same time, answered by one query for all. One
 * asks at once; who comes meanwhile waits without a database connection, and all that wait are then
 * asked for together. An answer is never older than its question: the query begins after it
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

    private final Function<List<Q>, List<A>> query;
    private final Gathering<Question<Q, A>> gathering =
            new Gathering<>("lookups", MOST, Long.MAX_VALUE, _ -> 1, this::answer);

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
        var mine = new Question<Q, A>(question);
        if (gathering.enter(mine)) {
            try {
                answer(List.of(mine));
            } finally {
                gathering.leave();
            }
        }
        return mine.answered ? mine.answer() : query.apply(List.of(question)).getFirst();
    }

    /** How many wait for somebody to ask for them. */
    int waiting() {
        return gathering.waiting();
    }

    private void answer(List<Question<Q, A>> batch) {
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

    /** Written by whoever asks, then read when called. */
    private static final class Question<Q, A> {
        private final Q question;
        private boolean answered;
        private @Nullable A answer;
        private @Nullable RuntimeException failure;

        Question(Q question) {
            this.question = question;
        }

        A answer() {
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(answer);
        }
    }
}

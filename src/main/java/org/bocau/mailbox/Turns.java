package org.bocau.mailbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.bocau.message.Spool;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The changes of one mailbox that sessions of this node want at once. Each locks the mailbox's row,
 * so they wait for each other anyway: here without a database connection, of which there are few,
 * and whoever's turn it is makes all that wait in one transaction, so that they share its commit
 * and its wait for the disk. Nobody is answered before that commit (src/docs/decisions/0053).
 *
 * <p>It is no lock that anything relies on: other nodes, COPY, and who is in a transaction already
 * pass it by and meet at the row.
 */
@Component
class Turns {
    /** Changes in one transaction: their small bodies are in memory at once. */
    private static final int MOST = 24;

    private final Bodies bodies;
    private final TransactionTemplate transaction;
    private final ConcurrentHashMap<MailboxId, Queue<Waiting<?>>> lines = new ConcurrentHashMap<>();

    Turns(Bodies bodies, PlatformTransactionManager transactions) {
        this.bodies = bodies;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What a change is about. */
    enum Kind {
        /** It need not be on the disk. */
        FLAGS,
        MESSAGE,
        /**
         * The last of its transaction: it locks contents, in the order of their ids, and {@link
         * TextIndex} does so too.
         */
        REMOVAL
    }

    /**
     * How a change is made.
     *
     * @param durable it is committed with something that must be on the disk then
     * @param bodySaved the body it brings is stored already, in the same transaction
     */
    record Turn(boolean durable, boolean bodySaved) {}

    /**
     * Made within a transaction, or where it is a statement of its own without; again, if the first
     * transaction was rolled back.
     */
    @FunctionalInterface
    interface Change<T> {
        T make(Turn turn);
    }

    /**
     * Makes a change when it is its turn, and returns when it is committed.
     *
     * @param body a small one that the change brings: bodies are stored before the mailbox's row is
     *     locked, the order of locks
     */
    <T> T take(MailboxId mailbox, Kind kind, Optional<Spool> body, Change<T> change) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return change.make(new Turn(true, false)); // it has a connection; others wait for one
        }
        var mine = new Waiting<>(kind, body, change);
        var batch = enter(mailbox, mine) ? List.<Waiting<?>>of(mine) : mine.called();
        if (!batch.isEmpty()) {
            try {
                make(batch);
            } finally {
                callNext(mailbox);
                batch.stream().filter(one -> one != mine).forEach(Waiting::finished);
            }
        }
        return mine.result();
    }

    /** How many wait for a mailbox, without whoever changes it now. */
    int waiting(MailboxId mailbox) {
        var count = new int[1];
        lines.computeIfPresent(
                mailbox,
                (_, line) -> {
                    count[0] = line.size();
                    return line;
                });
        return count[0];
    }

    /** True when there is nobody before. */
    private boolean enter(MailboxId mailbox, Waiting<?> mine) {
        var first = new boolean[1];
        lines.compute(
                mailbox,
                (_, line) -> {
                    if (line == null) {
                        first[0] = true;
                        return new ArrayDeque<>();
                    }
                    line.add(mine);
                    return line;
                });
        return first[0];
    }

    /** The first of those who wait makes the next changes, its own and others'. */
    private void callNext(MailboxId mailbox) {
        var batch = new ArrayList<Waiting<?>>();
        lines.compute(
                mailbox,
                (_, line) -> {
                    if (line == null || line.isEmpty()) {
                        return null;
                    }
                    boolean last = false;
                    while (batch.size() < MOST && !line.isEmpty() && !last) {
                        var one = line.remove();
                        batch.add(one);
                        last = one.kind == Kind.REMOVAL;
                    }
                    return line;
                });
        if (!batch.isEmpty()) {
            batch.getFirst().call(batch);
        }
    }

    private void make(List<Waiting<?>> batch) {
        if (batch.size() == 1) {
            batch.getFirst().makeAlone();
            return;
        }
        boolean durable = batch.stream().anyMatch(Waiting::durable);
        try {
            transaction.executeWithoutResult(_ -> {
                var saved = batch.stream().flatMap(one -> one.body.stream()).toList();
                bodies.saveSmall(saved);
                batch.forEach(one -> one.make(new Turn(durable, true)));
            });
        } catch (DataAccessResourceFailureException
                | PessimisticLockingFailureException
                | TransactionException down) {
            batch.forEach(one -> one.failed(down)); // each by itself would fare no better
        } catch (RuntimeException refused) { // one of them; nothing was done
            batch.forEach(Waiting::makeAlone);
        }
    }

    /** A change and whoever waits for it. */
    private static final class Waiting<T> {
        private final Kind kind;
        private final Optional<Spool> body;
        private final Change<T> change;
        private final CompletableFuture<List<Waiting<?>>> called = new CompletableFuture<>();
        private @Nullable T result;
        private @Nullable RuntimeException failure;

        Waiting(Kind kind, Optional<Spool> body, Change<T> change) {
            this.kind = kind;
            this.body = body;
            this.change = change;
        }

        boolean durable() {
            return kind != Kind.FLAGS;
        }

        void make(Turn turn) {
            result = change.make(turn);
        }

        void makeAlone() {
            try {
                make(new Turn(durable(), false));
            } catch (RuntimeException refused) {
                failure = refused;
            }
        }

        void failed(RuntimeException why) {
            failure = why;
        }

        void call(List<Waiting<?>> batch) {
            called.complete(batch);
        }

        void finished() {
            called.complete(List.of());
        }

        /** The changes to make; none when somebody has made this one. */
        List<Waiting<?>> called() {
            return called.join();
        }

        /** What somebody else's thread met is thrown as it is: it says nothing of threads. */
        T result() {
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(result);
        }
    }
}

package org.bocau.mailbox;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Messages that sessions of this node bring at once, for whatever mailboxes. One files; who comes
 * meanwhile waits without a database connection, and the first of them then files all that wait by
 * one statement, so that they share its round trip, its commit and its wait for the disk. Nobody is
 * answered before that commit (src/docs/decisions/0072).
 *
 * <p>It is no lock that anything relies on, and no queue that anybody is held up in: who is not
 * called soon goes by himself.
 */
@Component
class Arrivals {
    /** Messages in one statement, and their octets: they are in memory at once. */
    private static final int MOST = 32;

    private static final long MOST_OCTETS = 1024 * 1024;

    /** A mailbox that somebody has locked for long holds up nobody's mail but its own. */
    private static final long PATIENCE_MS = 100;

    private final Broadcast broadcast;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Waiting> line = new ArrayDeque<>();
    private boolean filing;

    Arrivals(Broadcast broadcast) {
        this.broadcast = broadcast;
    }

    /** How one message is filed by itself: a transaction of its own, or the caller's. */
    @FunctionalInterface
    interface Alone {
        List<Appended> file() throws IOException;
    }

    /**
     * Files a small message without flags, and returns when it is committed, or with the caller's
     * transaction.
     *
     * @param alone where nobody else waits, or it cannot be filed together with others
     */
    List<Appended> file(MailStore.Target target, Alone alone) throws IOException {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return alone.file();
        }
        var mine = new Waiting(target);
        var batch = enter(mine) ? List.of(mine) : called(mine);
        if (batch.size() == 1) {
            try {
                return alone.file();
            } finally {
                leave();
            }
        }
        if (!batch.isEmpty()) {
            try {
                file(batch);
            } finally {
                leave();
                batch.forEach(Waiting::done);
            }
        }
        return mine.filed().isPresent() ? List.of(mine.filed().get()) : alone.file();
    }

    private void file(List<Waiting> batch) {
        try {
            var filed = broadcast.fileAtOnce(batch.stream().map(one -> one.target).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).filed = filed.get(i);
            }
        } catch (DataAccessResourceFailureException down) { // it may even be committed
            batch.forEach(one -> one.failure = down);
        } catch (DataAccessException | IOException refused) { // one of them; nothing was done
            return;
        } catch (RuntimeException bug) {
            batch.forEach(one -> one.failure = bug);
        }
    }

    /** True when it may begin at once. */
    private boolean enter(Waiting mine) {
        lock.lock();
        try {
            if (filing) {
                line.add(mine);
                return false;
            }
            filing = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** What it is to file, itself included; nothing when somebody has tried, or nobody comes. */
    private List<Waiting> called(Waiting mine) {
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

    private boolean leavesLine(Waiting mine) {
        lock.lock();
        try {
            return line.remove(mine);
        } finally {
            lock.unlock();
        }
    }

    /** Calls the first of those who wait, to file for the others too. */
    private void leave() {
        var batch = new ArrayList<Waiting>();
        lock.lock();
        try {
            long octets = 0;
            while (!line.isEmpty() && batch.size() < MOST && octets < MOST_OCTETS) {
                var one = line.remove();
                octets += one.target.message().octets().size();
                batch.add(one);
            }
            filing = !batch.isEmpty();
        } finally {
            lock.unlock();
        }
        if (!batch.isEmpty()) {
            batch.getFirst().called.complete(batch);
        }
    }

    /** A message and whoever waits for it; written by whoever files, then read when called. */
    private static final class Waiting {
        private final MailStore.Target target;
        private final CompletableFuture<List<Waiting>> called = new CompletableFuture<>();
        private Optional<Appended> filed = Optional.empty();
        private @Nullable RuntimeException failure;

        Waiting(MailStore.Target target) {
            this.target = target;
        }

        void done() {
            called.complete(List.of());
        }

        Optional<Appended> filed() {
            if (failure != null) {
                throw failure;
            }
            return filed;
        }
    }
}

package org.bocau.pop3;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.bocau.mailbox.Maildrops.Found;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages a client will want next, if it goes on as it did, together with the one it
 * wants now. Who downloads a maildrop asks for one message after the other, all at once or each
 * when the last has come: the first is read alone, then two, four… so that many cost one query, and
 * who wants only the newest pays for little more. While one batch is sent, the next is read.
 *
 * <p>What waits here is bounded for a session, and over all sessions by {@code places}: who gets
 * none reads one message at a time. Owned by the session's thread.
 */
final class ReadAhead implements AutoCloseable {
    /** Octets in one batch, unless a single message is larger. A session has two at most. */
    static final int MOST_OCTETS = 256 * 1024;

    /** Sessions that may hold so much at a time: 32 MiB. */
    static final int PLACES = 64;

    private static final int MOST_MESSAGES = 64;

    /** Who has come so far is believed to go on: the batch after this one is read meanwhile. */
    private static final int SURE = 4;

    /** Where messages come from. */
    interface Source {
        /** The number that comes after this one, or 0. */
        int next(int number);

        /**
         * Begins to read some messages, ascending and without gaps.
         *
         * @param first the first of them
         * @param most at least 1
         * @param reader where the query runs
         */
        CompletableFuture<Deque<Waiting>> read(int first, int most, Executor reader);
    }

    /**
     * @param message null: it is gone
     */
    record Waiting(int number, @Nullable Found message) {}

    private final Semaphore places;
    private final Source source;
    private final Executor aside;
    private Deque<Waiting> waiting = new ArrayDeque<>();
    private @Nullable CompletableFuture<Deque<Waiting>> coming;
    private boolean place;
    private int last;
    private int window = 1;

    /**
     * @param aside runs the queries that nobody waits for yet
     */
    ReadAhead(Semaphore places, Source source, Executor aside) {
        this.places = places;
        this.source = source;
        this.aside = aside;
    }

    /** The message, or null when it is gone. */
    @Nullable Found take(int number) {
        boolean goesOn = last > 0 && number == source.next(last);
        last = number;
        passOver(number);
        var next = coming;
        if (waiting.isEmpty() && next != null) {
            coming = null;
            waiting = done(next);
            passOver(number);
        }
        if (waiting.isEmpty() || waiting.getFirst().number() != number) {
            coming = null;
            grow(goesOn);
            waiting = done(source.read(number, mayWait() ? window : 1, Runnable::run));
        }
        var message = waiting.removeFirst().message();
        if (place && window >= SURE && coming == null) {
            readOn(number);
        }
        if (waiting.isEmpty() && coming == null) {
            close();
        }
        return message;
    }

    /** What would be taken next, if it is here. */
    @Nullable Waiting next() {
        return waiting.peekFirst();
    }

    /** True while somebody downloads who is believed to go on. */
    boolean underWay() {
        return place && window >= SURE;
    }

    private void passOver(int number) {
        while (!waiting.isEmpty() && waiting.getFirst().number() < number) {
            waiting.removeFirst();
        }
    }

    private void grow(boolean goesOn) {
        window = goesOn ? Math.min(2 * window, MOST_MESSAGES) : 1;
    }

    /** The batch after the one that waits. */
    private void readOn(int number) {
        int first = source.next(waiting.isEmpty() ? number : waiting.getLast().number());
        if (first > 0) {
            grow(true);
            coming = source.read(first, window, aside);
        }
    }

    private static Deque<Waiting> done(CompletableFuture<Deque<Waiting>> messages) {
        try {
            return messages.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed; // the database is away
            }
            throw e;
        }
    }

    private boolean mayWait() {
        place = place || (window > 1 && places.tryAcquire());
        return place;
    }

    /** Forgets what waits. */
    @Override
    public void close() {
        waiting.clear();
        coming = null;
        if (place) {
            place = false;
            places.release();
        }
    }
}

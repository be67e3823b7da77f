package org.bocau.pop3;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import org.bocau.mailbox.Maildrops.Found;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages a client will want next, if it goes on as it did, together with the one it
 * wants now. Who downloads a maildrop asks for one message after the other, all at once or each
 * when the last has come: the first is read alone, then two, four… so that many cost one query, and
 * who wants only the newest pays for little more.
 *
 * <p>What waits here is bounded for a session, and over all sessions by {@code places}: who gets
 * none reads one message at a time. Owned by the session's thread.
 */
final class ReadAhead implements AutoCloseable {
    /** Octets in one session, unless a single message is larger. */
    static final int MOST_OCTETS = 256 * 1024;

    /** Sessions that may hold so much at a time: 16 MiB. */
    static final int PLACES = 64;

    private static final int MOST_MESSAGES = 64;

    /** Where messages come from. */
    interface Source {
        /** The number that comes after this one, or 0. */
        int next(int number);

        /**
         * Some messages, ascending and without gaps.
         *
         * @param first the first of them
         * @param most at least 1
         */
        Deque<Waiting> read(int first, int most);
    }

    /**
     * @param message null: it is gone
     */
    record Waiting(int number, @Nullable Found message) {}

    private final Semaphore places;
    private final Source source;
    private Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean place;
    private int last;
    private int window = 1;

    ReadAhead(Semaphore places, Source source) {
        this.places = places;
        this.source = source;
    }

    /** The message, or null when it is gone. */
    @Nullable Found take(int number) {
        boolean goesOn = last > 0 && number == source.next(last);
        last = number;
        while (!waiting.isEmpty() && waiting.getFirst().number() < number) {
            waiting.removeFirst(); // passed over
        }
        if (waiting.isEmpty() || waiting.getFirst().number() != number) {
            window = goesOn ? Math.min(2 * window, MOST_MESSAGES) : 1;
            waiting = source.read(number, mayWait() ? window : 1);
        }
        var message = waiting.removeFirst().message();
        if (waiting.isEmpty()) {
            close();
        }
        return message;
    }

    private boolean mayWait() {
        place = place || (window > 1 && places.tryAcquire());
        return place;
    }

    /** Forgets what waits. */
    @Override
    public void close() {
        waiting.clear();
        if (place) {
            place = false;
            places.release();
        }
    }
}

package org.bocau.net;

import java.time.Duration;

/**
 * Ends what blocks on the peer and has no timeout of its own: writes, and handshakes as a whole.
 * The owner begins and ends a wait; the listeners' clockwork looks at it every second.
 */
final class Watch {
    /** What may be waited for. */
    enum Wait {
        WRITE,
        HANDSHAKE
    }

    /** How long each may take. */
    record Times(Duration write, Duration handshake) {}

    private final Times times;
    private final Runnable expired;

    /** {@link System#nanoTime} at which the wait is over; 0: nothing is waited for. */
    private volatile long until;

    Watch(Times times, Runnable expired) {
        this.times = times;
        this.expired = expired;
    }

    void begin(Wait wait) {
        var time = wait == Wait.WRITE ? times.write() : times.handshake();
        until = System.nanoTime() + time.toNanos() | 1; // never the 0 that means none
    }

    void end() {
        until = 0;
    }

    void check(long now) {
        long end = until;
        if (end != 0 && now - end >= 0) {
            expired.run();
        }
    }
}

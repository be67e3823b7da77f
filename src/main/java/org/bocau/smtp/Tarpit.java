package org.bocau.smtp;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Holds a reply back. A virtual thread waits for next to nothing; the guesser waits too. */
@FunctionalInterface
interface Tarpit {
    /** Never longer than a stopping server waits for its sessions. */
    Duration LONGEST = Duration.ofSeconds(5);

    Tarpit REAL =
            time -> {
                long until = System.nanoTime() + time.toNanos();
                for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
            };

    void hold(Duration time);
}

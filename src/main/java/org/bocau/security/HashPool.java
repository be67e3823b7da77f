package org.bocau.security;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Bounds how many password hashes are computed at a time (each takes 19 MiB and a processor) and
 * how many callers wait for their turn.
 */
final class HashPool {
    private static final long LONGEST_WAIT_SECONDS = 15;

    private final Semaphore running;
    private final Semaphore places; // running or waiting

    HashPool(int concurrent, int waiting) {
        running = new Semaphore(concurrent, true);
        places = new Semaphore(concurrent + waiting);
    }

    /**
     * Computes when it is the caller's turn; empty, at once or after a wait, when too many want to.
     */
    <T> Optional<T> compute(Supplier<T> hash) {
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        try {
            if (!running.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return Optional.empty();
            }
            try {
                return Optional.of(hash.get());
            } finally {
                running.release();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            places.release();
        }
    }
}

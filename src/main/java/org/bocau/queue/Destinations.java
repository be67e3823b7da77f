package org.bocau.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.bocau.relay.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Who may dial whom: the work that was claimed, by domain, and how many workers serve each. A
 * domain begins with one connection and gets one more with every attempt that was heard, up to a
 * bound; it loses half of them when nobody answers. One that is down is asked by one worker a
 * minute; the rest of its mail shares that answer. Safe for many threads.
 */
final class Destinations {
    private static final Duration DOWN = Duration.ofMinutes(1);

    /** Claimed work that nobody could begin for so long goes back. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int LEAST_WAITING = 10;

    private final int most;
    private final int mostEach;
    private final BiConsumer<Destination, Claimed> start;
    private final Runnable roomAgain;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Map<String, Destination> all = new LinkedHashMap<>();
    private int active;
    private int waiting;
    private boolean full;
    private boolean closed;

    /**
     * @param most workers in all
     * @param mostEach workers for one domain
     * @param start starts a worker with its first work; it asks for more by {@link #next}
     * @param roomAgain called when there is room after there was none; the lock is held
     */
    Destinations(
            int most,
            int mostEach,
            BiConsumer<Destination, Claimed> start,
            Runnable roomAgain,
            Clock clock) {
        this.most = most;
        this.mostEach = mostEach;
        this.start = start;
        this.roomAgain = roomAgain;
        this.clock = clock;
    }

    /** Domains that get no more work now; empty optional when nobody does. */
    Optional<List<String>> busy() {
        lock.lock();
        try {
            full = closed || waiting >= 2 * most;
            if (full) {
                return Optional.empty();
            }
            var busy = new ArrayList<String>();
            for (var one : all.values()) {
                one.full = one.waiting.size() >= Math.max(LEAST_WAITING, 2 * one.window);
                if (one.full) {
                    busy.add(one.domain);
                }
            }
            return Optional.of(busy);
        } finally {
            lock.unlock();
        }
    }

    /** Takes work, and starts workers as far as the bounds allow. */
    void add(List<Claimed> claimed) {
        lock.lock();
        try {
            for (var one : claimed) {
                all.computeIfAbsent(one.domain(), Destination::new).waiting.add(one);
                waiting++;
            }
            startWorkers();
        } finally {
            lock.unlock();
        }
    }

    /** Who has none comes first, then one each in turn, so that no domain takes all places. */
    private void startWorkers() {
        startWorkers(0);
        boolean more = true;
        while (more) {
            more = startWorkers(mostEach);
        }
    }

    /**
     * @param busiest domains with more workers get none
     */
    private boolean startWorkers(int busiest) {
        boolean started = false;
        for (var one : all.values()) {
            boolean wanted = one.active < one.window && !one.waiting.isEmpty();
            if (wanted && one.active <= busiest && active < most && !closed) {
                one.active++;
                active++;
                start.accept(one, take(one));
                started = true;
            }
        }
        return started;
    }

    private Claimed take(Destination destination) {
        waiting--;
        var work = destination.waiting.remove();
        boolean room = full && waiting < most;
        int few = Math.max(LEAST_WAITING / 2, destination.window);
        boolean roomHere = destination.full && destination.waiting.size() < few;
        if (room || roomHere) {
            full &= !room;
            destination.full &= !roomHere;
            roomAgain.run();
        }
        return work;
    }

    /** The worker's next work; null ends it. */
    @Nullable Claimed next(Destination destination) {
        lock.lock();
        try {
            boolean go =
                    !closed
                            && !destination.waiting.isEmpty()
                            && destination.active <= destination.window
                            && !othersStarve(destination);
            if (go) {
                return take(destination);
            }
            leave(destination);
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** A worker has ended; its place goes to another. */
    void leave(Destination destination) {
        lock.lock();
        try {
            destination.active--;
            active--;
            forget(destination);
            startWorkers();
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** All places are taken, and a domain with work has none. */
    private boolean othersStarve(Destination destination) {
        return active == most
                && destination.active > 1
                && all.values().stream().anyMatch(d -> d.active == 0 && !d.waiting.isEmpty());
    }

    private void forget(Destination destination) {
        if (destination.active == 0 && destination.waiting.isEmpty() && !isDown(destination)) {
            all.remove(destination.domain);
        }
    }

    /** Somebody answered, whatever was said. */
    void heard(Destination destination) {
        lock.lock();
        try {
            destination.down = null;
            destination.window = Math.min(mostEach, destination.window + 1);
            startWorkers();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody answered. */
    void unheard(Destination destination, Reply reply) {
        lock.lock();
        try {
            destination.window = Math.max(1, destination.window / 2);
            if (destination.window == 1) {
                destination.down = reply;
                destination.downUntil = clock.instant().plus(DOWN);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What an attempt would come to; null when it must be made to find out. */
    @Nullable Reply down(Destination destination) {
        lock.lock();
        try {
            return isDown(destination) ? destination.down : null;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets who is down: the next attempt finds out. */
    void askAgain() {
        lock.lock();
        try {
            for (var one : List.copyOf(all.values())) {
                one.down = null;
                forget(one);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isDown(Destination destination) {
        return destination.down != null && clock.instant().isBefore(destination.downUntil);
    }

    /** Removes the work that has waited too long, and forgets domains without any. */
    List<Claimed> stale(Instant now) {
        lock.lock();
        try {
            var stale = new ArrayList<Claimed>();
            for (var one : List.copyOf(all.values())) {
                for (var work = one.waiting.peek();
                        work != null && work.claimedAt().plus(PATIENCE).isBefore(now);
                        work = one.waiting.peek()) {
                    stale.add(take(one));
                }
                forget(one);
            }
            return stale;
        } finally {
            lock.unlock();
        }
    }

    /** Lets workers end after what they do, and gives back what none has begun. */
    List<Claimed> close() {
        lock.lock();
        try {
            closed = true;
            var notBegun = new ArrayList<Claimed>();
            all.values()
                    .forEach(one -> {
                        notBegun.addAll(one.waiting);
                        one.waiting.clear();
                    });
            waiting = 0;
            return notBegun;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no worker is left. False when some still are after this time. */
    boolean awaitEnd(Duration time) throws InterruptedException {
        long left = time.toNanos();
        lock.lock();
        try {
            while (active > 0 && left > 0) {
                left = ended.awaitNanos(left);
            }
            return active == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Workers, and so connections, now. */
    int active() {
        lock.lock();
        try {
            return active;
        } finally {
            lock.unlock();
        }
    }
}

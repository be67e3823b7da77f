package org.bocau.account;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of this node that want the same kind of thing at the same moment. One is served at once;
 * who comes meanwhile waits without a database connection, and the first of them then serves all
 * that wait (decisions 72 and 81).
 *
 * <p>It is no lock that anything relies on, and no queue that anybody is held up in: who is not
 * called soon serves himself. Only the first of those who wait has a timer, for a virtual thread's
 * wakes a thread of the JVM's when it is set and when it is taken back.
 *
 * @param <T> what is wanted; its fields may be written by whoever serves it
 */
public final class Gathering<T> {
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long patienceNanos;
    private final int most;
    private final long mostWeight;
    private final ToLongFunction<T> weight;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Place<T>> line = new ArrayDeque<>();
    private boolean serving;

    /**
     * @param most wants that are served together
     * @param mostWeight none is added to those that weigh so much
     */
    public Gathering(int most, long mostWeight, ToLongFunction<T> weight) {
        this(most, mostWeight, weight, PATIENCE_NANOS);
    }

    Gathering(int most, long mostWeight, ToLongFunction<T> weight, long patienceNanos) {
        this.patienceNanos = patienceNanos;
        this.most = most;
        this.mostWeight = mostWeight;
        this.weight = weight;
    }

    /** One who has come, with his thread. */
    public static final class Place<T> {
        private final T want;
        private final Thread thread = Thread.currentThread();
        private final long until;
        private volatile @Nullable List<Place<T>> called;
        private volatile boolean first; // of those who wait

        private Place(T want, long until) {
            this.want = want;
            this.until = until;
        }

        public T want() {
            return want;
        }

        private void call(List<Place<T>> batch) {
            called = batch;
            LockSupport.unpark(thread);
        }

        private void becomeFirst() {
            first = true;
            LockSupport.unpark(thread);
        }
    }

    /**
     * Returns whom the caller is to serve, himself included, and then to {@link #leave}; nobody
     * when somebody has tried to serve him, or nobody has called him in time.
     */
    public List<Place<T>> enter(T want) {
        var mine = new Place<>(want, System.nanoTime() + patienceNanos);
        lock.lock();
        try {
            if (!serving) {
                serving = true;
                return List.of(mine);
            }
            mine.first = line.isEmpty();
            line.add(mine);
        } finally {
            lock.unlock();
        }
        return called(mine);
    }

    /** Lets those go who were served, and calls the first of those who wait to serve the others. */
    public void leave(List<Place<T>> served) {
        callNext();
        for (var one : served) {
            if (!one.thread.equals(Thread.currentThread())) {
                one.call(List.of());
            }
        }
    }

    /** How many wait to be called. */
    public int waiting() {
        lock.lock();
        try {
            return line.size();
        } finally {
            lock.unlock();
        }
    }

    private List<Place<T>> called(Place<T> mine) {
        boolean interrupted = false;
        var batch = mine.called;
        while (batch == null) {
            if (!mine.first) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, mine.until - System.nanoTime());
            }
            interrupted |= Thread.interrupted();
            boolean late = mine.first && System.nanoTime() - mine.until >= 0;
            batch = (late || interrupted) && leavesLine(mine) ? List.of() : mine.called;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return batch;
    }

    private boolean leavesLine(Place<T> mine) {
        lock.lock();
        try {
            boolean left = line.remove(mine);
            mine.first = false; // if he is not in it, somebody calls him this moment
            tellFirst();
            return left;
        } finally {
            lock.unlock();
        }
    }

    private void callNext() {
        var batch = new ArrayList<Place<T>>();
        lock.lock();
        try {
            long weighs = 0;
            while (!line.isEmpty() && batch.size() < most && weighs < mostWeight) {
                var one = line.remove();
                weighs += weight.applyAsLong(one.want);
                batch.add(one);
            }
            serving = !batch.isEmpty();
            tellFirst();
        } finally {
            lock.unlock();
        }
        if (!batch.isEmpty()) {
            batch.getFirst().call(batch);
        }
    }

    private void tellFirst() {
        var first = line.peek();
        if (first != null && !first.first) {
            first.becomeFirst();
        }
    }
}

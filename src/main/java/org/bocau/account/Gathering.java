package org.bocau.account;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Sessions of this node that want the same kind of thing at the same moment. One serves himself at
 * once; who comes meanwhile waits without a database connection, and all that wait are then served
 * together (decisions 72 and 81), on a thread of the operating system's: sessions are virtual
 * threads, which take turns on few, and while those read messages nobody would see that the
 * database has answered (decision 98).
 *
 * <p>It is no lock that anything relies on, and no queue that anybody is held up in: who is not
 * called soon serves himself. Only the first of those who wait has a timer, for a virtual thread's
 * wakes a thread of the JVM's when it is set and when it is taken back.
 *
 * @param <T> what is wanted; its fields may be written by whoever serves it
 */
public final class Gathering<T> {
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The thread ends when nobody has met anybody for so long. */
    private static final long IDLE_SECONDS = 30;

    private final long patienceNanos;
    private final int most;
    private final long mostWeight;
    private final ToLongFunction<T> weight;
    private final Consumer<List<T>> together;
    private final Executor thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Place<T>> line = new ArrayDeque<>();
    private boolean serving;

    /**
     * @param name of the thread
     * @param most wants that are served together
     * @param mostWeight none is added to those that weigh so much
     * @param together serves those that have waited, one or several; what became of each it leaves
     *     in the want, and whoever finds nothing there serves himself
     */
    public Gathering(
            String name,
            int most,
            long mostWeight,
            ToLongFunction<T> weight,
            Consumer<List<T>> together) {
        this(name, most, mostWeight, weight, together, PATIENCE_NANOS);
    }

    Gathering(
            String name,
            int most,
            long mostWeight,
            ToLongFunction<T> weight,
            Consumer<List<T>> together,
            long patienceNanos) {
        this.most = most;
        this.mostWeight = mostWeight;
        this.weight = weight;
        this.together = together;
        this.patienceNanos = patienceNanos;
        this.thread = thread(name);
    }

    private static Executor thread(String name) {
        var one =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name(name).factory());
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    /** One who waits, with his thread. */
    private static final class Place<T> {
        private final T want;
        private final Thread thread = Thread.currentThread();
        private final long until;
        private volatile boolean served; // or somebody has tried
        private volatile boolean first; // of those who wait

        Place(T want, long until) {
            this.want = want;
            this.until = until;
        }

        void letGo() {
            served = true;
            LockSupport.unpark(thread);
        }

        void becomeFirst() {
            first = true;
            LockSupport.unpark(thread);
        }
    }

    /**
     * Returns true at once where nobody else is being served: the caller serves himself, and then
     * calls {@link #leave}. False when somebody has tried to serve him, or nobody has in time.
     */
    public boolean enter(T want) {
        Place<T> mine;
        lock.lock();
        try {
            if (!serving) {
                serving = true;
                return true;
            }
            mine = new Place<>(want, System.nanoTime() + patienceNanos);
            mine.first = line.isEmpty();
            line.add(mine);
        } finally {
            lock.unlock();
        }
        await(mine);
        return false;
    }

    /** Whoever has served himself lets the others be served. */
    public void leave() {
        callNext();
    }

    /** How many wait to be served. */
    public int waiting() {
        lock.lock();
        try {
            return line.size();
        } finally {
            lock.unlock();
        }
    }

    private void await(Place<T> mine) {
        boolean interrupted = false;
        boolean left = false;
        while (!mine.served && !left) {
            if (mine.first) {
                LockSupport.parkNanos(this, mine.until - System.nanoTime());
            } else {
                LockSupport.park(this);
            }
            interrupted |= Thread.interrupted();
            boolean late = mine.first && System.nanoTime() - mine.until >= 0;
            left = (late || interrupted) && leavesLine(mine);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean leavesLine(Place<T> mine) {
        lock.lock();
        try {
            boolean left = line.remove(mine);
            mine.first = false; // if he is not in it, somebody serves him this moment
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
            handOver(batch);
        }
    }

    /** Nobody who has been taken out of the line may be forgotten, not even without memory. */
    private void handOver(List<Place<T>> batch) {
        boolean taken = false;
        try {
            thread.execute(() -> serve(batch));
            taken = true;
        } finally {
            if (!taken) {
                batch.forEach(Place::letGo);
                callNext();
            }
        }
    }

    private void serve(List<Place<T>> batch) {
        try {
            together.accept(batch.stream().map(place -> place.want).toList());
        } finally {
            batch.forEach(Place::letGo);
            callNext();
        }
    }

    private void tellFirst() {
        var first = line.peek();
        if (first != null && !first.first) {
            first.becomeFirst();
        }
    }
}

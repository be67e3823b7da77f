package org.bocau.queue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells the runners that there is something to do. A hint: what was missed, the runner finds when
 * it looks again by itself.
 */
@Component
class Doorbell {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private long times;
    private boolean impatient;
    private final AtomicBoolean impatientElsewhere = new AtomicBoolean();
    private volatile Runnable elsewhere = () -> {};

    /** What else is to be rung by {@link #ringAfterCommit}; must not block. */
    void elsewhere(Runnable others) {
        elsewhere = others;
    }

    /**
     * Rings here and on other nodes when the transaction under way has committed; at once when
     * there is none.
     */
    void ringAfterCommit() {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(
                    new TransactionSynchronization() {
                        @Override
                        public void afterCommit() {
                            ringEverywhere();
                        }
                    });
        } else {
            ringEverywhere();
        }
    }

    private void ringEverywhere() {
        ring();
        elsewhere.run();
    }

    /**
     * Somebody wants an attempt that is one: whoever was found down is asked again. To be said
     * before the bell rings for it.
     */
    void beImpatient() {
        beImpatientHere();
        impatientElsewhere.set(true);
    }

    /** The same, as another node has said. */
    void beImpatientHere() {
        lock.lock();
        try {
            impatient = true;
        } finally {
            lock.unlock();
        }
    }

    /** The same for other nodes: true once after somebody here was impatient. */
    boolean impatientElsewhere() {
        return impatientElsewhere.getAndSet(false);
    }

    /** True once after {@link #beImpatient}. */
    boolean impatient() {
        lock.lock();
        try {
            boolean was = impatient;
            impatient = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    void ring() {
        lock.lock();
        try {
            times++;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How often it has rung: to be given to {@link #await} after one has looked. */
    long times() {
        lock.lock();
        try {
            return times;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when it has rung more often than {@code seen}, or after this many nanoseconds. */
    void await(long seen, long nanos) throws InterruptedException {
        long until = System.nanoTime() + nanos;
        lock.lock();
        try {
            for (long left = nanos; times == seen && left > 0; left = until - System.nanoTime()) {
                if (!rung.await(left, TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
    }
}

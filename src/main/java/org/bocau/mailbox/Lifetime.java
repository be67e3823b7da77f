package org.bocau.mailbox;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How long a thread in the background goes on, and its pauses, which the end cuts short. */
final class Lifetime {
    private volatile CountDownLatch ended = new CountDownLatch(0);

    void begin() {
        ended = new CountDownLatch(1);
    }

    void end() {
        ended.countDown();
    }

    /** Between {@link #begin} and {@link #end}. */
    boolean running() {
        return ended.getCount() > 0;
    }

    /** Returns after this time, or at the end. */
    void pause(long nanos) throws InterruptedException {
        boolean _ = ended.await(nanos, TimeUnit.NANOSECONDS);
    }
}

package org.bocau.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Durations in milliseconds, and what is said of many. */
final class Timing {
    private Timing() {}

    /** Something that takes its time. */
    interface Work {
        void run() throws Exception;
    }

    static double of(Work work) throws Exception {
        long begun = System.nanoTime();
        work.run();
        return since(begun);
    }

    static double since(long begun) {
        return (System.nanoTime() - begun) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    /** The median of so many; stops early after five seconds. */
    static double median(int times, Work work) throws Exception {
        var all = new double[times];
        long begun = System.nanoTime();
        int done = 0;
        while (done < times && (done == 0 || since(begun) < 5_000)) {
            all[done++] = of(work);
        }
        return median(Arrays.copyOf(all, done));
    }

    static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}

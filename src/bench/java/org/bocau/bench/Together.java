package org.bocau.bench;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** The same work by several clients at once. */
final class Together {
    private Together() {}

    /** What one of them does. */
    interface Work {
        void run(int number) throws Exception;
    }

    /** Returns when all have done it. */
    static void run(int clients, Work work) throws Exception {
        // threads of the system's: few clients, and what it takes to wake them is not to be
        // measured
        try (var threads = Executors.newFixedThreadPool(clients)) {
            var all = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                all.add(() -> {
                    work.run(number);
                    return true;
                });
            }
            for (var one : threads.invokeAll(all)) {
                one.get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException(String.valueOf(failed.getCause()), failed);
        }
    }
}

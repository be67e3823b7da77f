package org.bocau.actions;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Something that is done every few seconds while the server runs, on a thread of its own, one round
 * after the other. Neither a store that is away nor a fault ends the rounds.
 */
abstract class Rounds implements SmartLifecycle {
    /** A round that is under way ends first; it is not interrupted, which would cut its sockets. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Logger log = LoggerFactory.getLogger(getClass());
    private final String name;
    private final Duration every;
    private volatile ScheduledExecutorService timer;
    private volatile boolean running;

    /**
     * @param name of its thread, and in the log
     * @param every from the end of a round to the beginning of the next
     */
    Rounds(String name, Duration every) {
        this.name = name;
        this.every = every;
        this.timer = timer(name);
    }

    private static ScheduledExecutorService timer(String name) {
        var thread = Thread.ofVirtual().name(name).factory();
        return new ScheduledThreadPoolExecutor(1, thread, new DiscardPolicy()); // after the stop
    }

    /** One round; between its parts it asks whether it is still {@link #isRunning() running}. */
    abstract void round();

    /** One round now, on the caller's thread. */
    final void look() {
        guarded(this::round);
    }

    @Override
    public void start() {
        timer = timer(name);
        running = true;
        alsoEvery(every, this::round);
    }

    /** For {@link #start}: something else that is done on the same thread. */
    final void alsoEvery(Duration pause, Runnable work) {
        var _ =
                timer.scheduleWithFixedDelay(
                        () -> guarded(work),
                        pause.toMillis(),
                        pause.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** A round as soon as there can be one. */
    final void soon() {
        if (running) timer.execute(this::look);
    }

    /** Does it to each of these; what fails for one is done for the others all the same. */
    final <T> void each(Collection<T> all, Consumer<T> work) {
        for (var one : all) {
            if (timer.isShutdown()) return;
            guarded(() -> work.accept(one));
        }
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (DataAccessException | TransactionException down) {
            log.warn("{}: put off, the store is unavailable: {}", name, down.getMessage());
        } catch (RuntimeException bug) { // the next round must come
            log.error("{}: failed", name, bug);
        }
    }

    @Override
    public void stop() {
        running = false;
        timer.shutdown();
        try {
            if (!timer.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                timer.shutdownNow();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            timer.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}

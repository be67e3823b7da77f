package org.bocau.transfer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bocau.mailclient.MailUnavailableException;
import org.bocau.mailclient.NoSuchMailException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/**
 * Does imports behind the requests that began them, a few at once. Their files are on this node's
 * disk, so none goes on after it: it is told as interrupted, at once or when its lease is over.
 */
@Service
class ImportRunner implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ImportRunner.class);
    private static final long ALIVE_SECONDS = Imports.LEASE.toSeconds() / 4;

    private final Imports imports;
    private final Semaphore free;
    private final Set<ImportRun> runs = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("mail-imports").factory());
    private volatile boolean running;

    ImportRunner(Imports imports, TransferProperties limits) {
        this.imports = imports;
        this.free = new Semaphore(limits.imports(), true);
    }

    @Override
    public void start() {
        running = true;
        var _ =
                timer.scheduleWithFixedDelay(
                        this::alive, ALIVE_SECONDS, ALIVE_SECONDS, TimeUnit.SECONDS);
        var _ = timer.scheduleWithFixedDelay(this::tidy, 1, 60, TimeUnit.MINUTES);
    }

    /** Imports under way end after the message they are at. */
    @Override
    public void stop() {
        running = false;
        timer.shutdownNow();
        for (var run : runs) {
            run.stop();
            end(run, MailImport.State.INTERRUPTED);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Begins, as soon as there is room; closes the run at its end. */
    void start(ImportRun run) {
        runs.add(run);
        Thread.ofVirtual().name("mail-import").start(() -> carryOut(run));
    }

    private void carryOut(ImportRun run) {
        free.acquireUninterruptibly();
        try {
            run.run();
        } catch (MailUnavailableException | NoSuchMailException away) {
            log.warn("import of {}: ended: {}", run.account().address(), away.getMessage());
            end(run, MailImport.State.INTERRUPTED);
        } catch (DataAccessException | TransactionException down) { // its lease will end it
            log.warn("import of {}: ended: {}", run.account().address(), down.getMessage());
        } catch (RuntimeException bug) {
            log.error("import of {}", run.account().address(), bug);
            end(run, MailImport.State.INTERRUPTED);
        } finally {
            free.release();
            runs.remove(run);
            run.close();
        }
    }

    private void end(ImportRun run, MailImport.State state) {
        try {
            imports.end(run.account().id(), run.id(), state);
        } catch (DataAccessException | TransactionException down) { // its lease will end it
            log.warn("import of {}: {}", run.account().address(), down.getMessage());
        }
    }

    private void alive() {
        try {
            for (var run : runs) imports.alive(run.account().id(), run.id());
        } catch (DataAccessException | TransactionException down) {
            log.warn("imports: {}", down.getMessage());
        }
    }

    private void tidy() {
        try {
            imports.forgetOld();
        } catch (DataAccessException | TransactionException down) {
            log.warn("imports: {}", down.getMessage());
        }
    }
}

package org.bocau.actions;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bocau.account.Directory;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.MailUnavailableException;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.triage.Job;
import org.bocau.triage.Jobs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/**
 * Works long jobs off, step by step, each step noted when it is done: it survives its browser, and
 * another node goes on where one has died. A few at once; the others wait their turn.
 */
@Service
class TriageRunner implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(TriageRunner.class);
    private static final int AT_ONCE = 4;
    private static final int LOOK_SECONDS = 5;

    private final Jobs jobs;
    private final Steps steps;
    private final FolderStore folders;
    private final Directory directory;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("triage-jobs").factory());
    private volatile boolean running;

    TriageRunner(Jobs jobs, Steps steps, FolderStore folders, Directory directory) {
        this.jobs = jobs;
        this.steps = steps;
        this.folders = folders;
        this.directory = directory;
    }

    @Override
    public void start() {
        running = true;
        var _ =
                timer.scheduleWithFixedDelay(
                        this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        var _ = timer.scheduleWithFixedDelay(this::tidy, 1, 1, TimeUnit.MINUTES);
    }

    /** Jobs under way stop after their step, and go on when somebody claims them again. */
    @Override
    public void stop() {
        running = false;
        timer.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** There is something to do. */
    void ring() {
        if (running) timer.execute(this::look);
    }

    /** False when its owner was deleted this moment, and the job with it. */
    private boolean begin(Jobs.Claimed claimed) {
        var owner = directory.account(claimed.account());
        if (owner.isEmpty()) {
            return false;
        }
        var address = owner.get().address().toString();
        var account = new MailAccount(claimed.account(), address, owner.get().name());
        Thread.ofVirtual().name("triage-job").start(() -> claimed(account, claimed.job()));
        return true;
    }

    private void look() {
        try {
            while (running && free.tryAcquire()) {
                boolean begun = false;
                try {
                    var claimed = jobs.claim();
                    if (claimed.isEmpty()) {
                        return;
                    }
                    begun = begin(claimed.get());
                } finally {
                    if (!begun) free.release();
                }
            }
        } catch (DataAccessException | TransactionException down) {
            log.warn("triage jobs: put off, the store is unavailable: {}", down.getMessage());
        } catch (RuntimeException bug) { // the timer must go on
            log.error("triage jobs", bug);
        }
    }

    private void claimed(MailAccount account, Job job) {
        try {
            carryOut(account, job);
        } catch (MailUnavailableException away) { // the lease ends, and somebody tries again
            log.warn("triage job of {}: put off: {}", account.address(), away.getMessage());
        } catch (DataAccessException | TransactionException down) {
            log.warn("triage job of {}: put off: {}", account.address(), down.getMessage());
        } catch (RuntimeException bug) {
            log.error("triage job of {}", account.address(), bug);
            jobs.fail(account.id(), job.id());
        } finally {
            free.release();
            ring();
        }
    }

    /** Does a job that this node holds, behind the caller's back. */
    void start(MailAccount account, Job job) {
        Thread.ofVirtual()
                .name("triage-job")
                .start(() -> {
                    free.acquireUninterruptibly();
                    claimed(account, job);
                });
    }

    /** Does a job that this node holds, to its end. */
    void carryOut(MailAccount account, Job job) {
        var there = folders.names(account);
        try {
            for (var next = jobs.next(account.id(), job);
                    next.isPresent();
                    next = jobs.next(account.id(), job)) {
                var inverse = steps.run(account, there, next.get().step());
                if (!jobs.advance(account.id(), job, next.get(), inverse)) return;
                if (!running) return;
            }
            jobs.finish(account.id(), job);
        } catch (MailRefusedException | NoSuchMailException no) {
            log.info("triage job of {}: stopped: {}", account.address(), no.getMessage());
            jobs.fail(account.id(), job.id());
        }
    }

    private void tidy() {
        try {
            jobs.forgetExpired();
        } catch (DataAccessException | TransactionException down) {
            log.warn("triage jobs: {}", down.getMessage());
        }
    }
}

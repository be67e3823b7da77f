package org.bocau.actions;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bocau.account.AccountId;
import org.bocau.account.Directory;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.MailUnavailableException;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.triage.Job;
import org.bocau.triage.Jobs;
import org.bocau.triage.SnoozesFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/**
 * Works long jobs off, step by step, each step noted when it is done: it survives its browser, and
 * another node goes on where one has died. A few at once; the others wait their turn.
 */
@Service
class TriageRunner extends Rounds {
    private static final Logger log = LoggerFactory.getLogger(TriageRunner.class);
    private static final int AT_ONCE = 4;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration RENEWED_EVERY = Jobs.LEASE.dividedBy(4);
    private static final Duration TIDIED_EVERY = Duration.ofMinutes(1);
    private static final long PATIENCE_SECONDS = 10;

    private final Jobs jobs;
    private final Steps steps;
    private final FolderStore folders;
    private final Directory directory;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Set<Held> held = ConcurrentHashMap.newKeySet();

    /** A job that this node works on. */
    private record Held(AccountId account, String id) {}

    TriageRunner(Jobs jobs, Steps steps, FolderStore folders, Directory directory) {
        super("triage-jobs", LOOK_EVERY);
        this.jobs = jobs;
        this.steps = steps;
        this.folders = folders;
        this.directory = directory;
    }

    @Override
    public void start() {
        super.start();
        alsoEvery(RENEWED_EVERY, () -> each(held, one -> jobs.renew(one.account(), one.id())));
        alsoEvery(TIDIED_EVERY, jobs::forgetExpired);
    }

    /** Jobs under way stop after their step, and go on when somebody claims them again. */
    @Override
    public void stop() {
        super.stop();
        try {
            if (free.tryAcquire(AT_ONCE, PATIENCE_SECONDS, TimeUnit.SECONDS)) free.release(AT_ONCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
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

    @Override
    void round() {
        while (isRunning() && free.tryAcquire()) {
            boolean begun = false;
            try {
                var claimed = jobs.claim();
                if (claimed.isEmpty()) return;
                begun = begin(claimed.get());
            } finally {
                if (!begun) free.release();
            }
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
            soon();
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
        var mine = new Held(account.id(), job.id());
        held.add(mine);
        try {
            carryOut(account, job, folders.names(account));
        } catch (MailRefusedException | NoSuchMailException | SnoozesFullException no) {
            log.info("triage job of {}: stopped: {}", account.address(), no.getMessage());
            jobs.fail(account.id(), job.id());
        } finally {
            held.remove(mine);
        }
    }

    private void carryOut(MailAccount account, Job job, Folders there) {
        for (var next = jobs.next(account.id(), job);
                next.isPresent();
                next = jobs.next(account.id(), job)) {
            var inverse = steps.run(account, there, next.get().step());
            if (!jobs.advance(account.id(), job, next.get(), inverse)) return;
            if (!isRunning()) return;
        }
        jobs.finish(account.id(), job);
    }
}

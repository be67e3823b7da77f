package org.bocau.actions;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bocau.account.Directory;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.MailUnavailableException;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.Role;
import org.bocau.triage.Change;
import org.bocau.triage.Snoozes;
import org.bocau.triage.Step;
import org.bocau.triage.Uids;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/**
 * Brings snoozed messages back when their time has come, whether anybody is signed in or not: every
 * few seconds this node claims what is due, and logs in to IMAP with a token for the account. What
 * it could not do is due again after the claim's two minutes, here or on another node.
 */
@Service
class AlarmClock implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(AlarmClock.class);
    private static final int LOOK_SECONDS = 5;

    private final Snoozes snoozes;
    private final Steps steps;
    private final FolderStore folders;
    private final Directory directory;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("triage-alarm").factory());
    private volatile boolean running;

    AlarmClock(Snoozes snoozes, Steps steps, FolderStore folders, Directory directory) {
        this.snoozes = snoozes;
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
    }

    @Override
    public void stop() {
        running = false;
        timer.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Wakes what is due now. */
    void look() {
        try {
            for (var due : snoozes.claim()) wake(due);
        } catch (DataAccessException | TransactionException down) {
            log.warn("snoozed messages: put off, the store is unavailable: {}", down.getMessage());
        } catch (RuntimeException bug) { // the clock must go on
            log.error("snoozed messages", bug);
        }
    }

    private void wake(Snoozes.Due due) {
        var owner = directory.account(due.account());
        if (owner.isEmpty()) return; // deleted this moment, and what it snoozed with it
        var address = owner.get().address().toString();
        var account = new MailAccount(due.account(), address, owner.get().name());
        try {
            var there = folders.names(account);
            var snoozed = there.with(Role.SNOOZED);
            if (snoozed != null && steps.validity(account, snoozed.name()) == due.uidValidity()) {
                for (var piece : Uids.pieces(new Uids(due.uids()).array(), Step.MOST)) {
                    steps.run(account, there, new Step(snoozed.name(), piece, new Change.Wake()));
                }
            }
            // Those that somebody has moved meanwhile, perhaps with the mailbox, wait for nothing.
            snoozes.forget(due.account(), due.uidValidity(), due.uids());
            log.info("{}: {} snoozed messages are back", address, due.uids().size());
        } catch (MailUnavailableException | MailRefusedException | NoSuchMailException no) {
            log.info("{}: snoozed messages: put off: {}", address, no.getMessage());
        }
    }
}

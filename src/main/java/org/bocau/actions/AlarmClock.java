package org.bocau.actions;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Objects;
import org.bocau.account.Directory;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.MailUnavailableException;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.Role;
import org.bocau.preferences.Preferences;
import org.bocau.triage.Change;
import org.bocau.triage.SnoozeTimes;
import org.bocau.triage.Snoozes;
import org.bocau.triage.Step;
import org.bocau.triage.Uids;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Brings snoozed messages back when their time has come, whether anybody is signed in or not: every
 * few seconds this node claims what is due, and logs in to IMAP with a token for the account. What
 * it could not do is due again after the claim's two minutes, here or on another node.
 */
@Service
class AlarmClock extends Rounds {
    private static final Logger log = LoggerFactory.getLogger(AlarmClock.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final Snoozes snoozes;
    private final Steps steps;
    private final FolderStore folders;
    private final Directory directory;
    private final Preferences preferences;
    private final Clock clock;

    AlarmClock(
            Snoozes snoozes,
            Steps steps,
            FolderStore folders,
            Directory directory,
            Preferences preferences,
            Clock clock) {
        super("triage-alarm", LOOK_EVERY);
        this.snoozes = snoozes;
        this.steps = steps;
        this.folders = folders;
        this.directory = directory;
        this.preferences = preferences;
        this.clock = clock;
    }

    /** Wakes what is due now. */
    @Override
    void round() {
        each(snoozes.claim(), this::wake);
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
                if (due.strays()) adopt(account, snoozed.name(), due.uidValidity());
                for (var piece : Uids.pieces(new Uids(due.uids()).array(), Step.MOST)) {
                    steps.run(account, there, new Step(snoozed.name(), piece, new Change.Wake()));
                }
            }
            if (due.strays()) snoozes.settled(due.account(), due.uidValidity());
            if (due.uids().isEmpty()) return;
            // Those that somebody has moved meanwhile, perhaps with the mailbox, wait for nothing.
            snoozes.forget(due.account(), due.uidValidity(), due.uids());
            log.info("{}: {} snoozed messages are back", address, due.uids().size());
        } catch (MailUnavailableException | MailRefusedException | NoSuchMailException no) {
            log.info("{}: snoozed messages: put off: {}", address, no.getMessage());
        }
    }

    /** Tomorrow morning is what most of them were put off until. */
    private void adopt(MailAccount account, String snoozed, long validity) {
        var zone = Objects.requireNonNullElse(preferences.of(account.id()).zone(), ZoneOffset.UTC);
        var morning = SnoozeTimes.read("tomorrow", clock.instant(), zone).orElseThrow();
        int strays = steps.adopt(account, snoozed, validity, morning);
        if (strays > 0) log.warn("{}: {} snoozed messages had no time", account.address(), strays);
    }
}

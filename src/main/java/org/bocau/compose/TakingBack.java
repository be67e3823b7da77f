package org.bocau.compose;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bocau.account.Directory;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.MailUnavailableException;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.Role;
import org.bocau.queue.HeldMessages;
import org.bocau.reading.MessageReader;
import org.bocau.reading.MessageView;
import org.bocau.webmail.MessageActions;
import org.bocau.webmail.MessageFlag;
import org.bocau.webmail.SendRefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * Second thoughts about messages that were handed over and still wait in the queue: taking them
 * back into the composer, sending them now or at another time. A row is stopped first, then the
 * queue is told, then the copy is moved, so that whatever breaks off in between loses no message
 * and sends none twice.
 */
@Service
class TakingBack {
    private static final Logger log = LoggerFactory.getLogger(TakingBack.class);
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration GIVEN_UP = Duration.ofDays(7);
    private static final int AT_ONCE = 50;

    private final HeldSends sends;
    private final HeldMessages queue;
    private final Outbox outbox;
    private final MessageReader reader;
    private final Originals originals;
    private final MessageActions actions;
    private final FolderStore store;
    private final Directory directory;
    private final Clock clock;

    TakingBack(
            HeldSends sends,
            HeldMessages queue,
            Outbox outbox,
            MessageReader reader,
            Originals originals,
            MessageActions actions,
            FolderStore store,
            Directory directory,
            Clock clock) {
        this.sends = sends;
        this.queue = queue;
        this.outbox = outbox;
        this.reader = reader;
        this.originals = originals;
        this.actions = actions;
        this.store = store;
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * A message that waits for its time.
     *
     * @param copy null when somebody has removed it from its folder; it goes out all the same
     */
    record Waiting(HeldSend send, @Nullable MessageView copy) {}

    /**
     * A message that is a draft again.
     *
     * @param uid in Drafts, or of the letter; 0 when it is not there to go on with
     * @param source what it answers or forwards; empty if nothing
     * @param letter the letter of somebody else's that was to be passed on; null where it is a
     *     draft
     * @param passedTo to whom, as it was typed
     */
    record Draft(long uid, String source, @Nullable PassedOn letter, String passedTo) {}

    /** All whose time their sender has chosen, the next one first. */
    List<Waiting> waiting(MailAccount account, Folders folders) {
        var folder = folders.with(Role.SCHEDULED);
        var now = clock.instant();
        return sends.scheduled(account.id()).stream()
                .filter(send -> send.sendAt().isAfter(now))
                .map(send -> new Waiting(send, copy(account, folder, send)))
                .toList();
    }

    private @Nullable MessageView copy(MailAccount account, @Nullable Folder folder, HeldSend at) {
        if (folder == null || !folder.name().equals(at.mailbox()) || at.uid() == 0) return null;
        try {
            return reader.read(account, folder, at.uid());
        } catch (NoSuchMailException _) {
            return null;
        }
    }

    /**
     * Takes the message back; nobody gets it.
     *
     * @return where it is now; empty when it was too late
     * @throws NoSuchMailException the account has no such message
     */
    Optional<Draft> takeBack(MailAccount account, Folders folders, long id) {
        var send = find(account, id);
        if (!stopped(send)) return Optional.empty();
        var letter = PassedOn.parse(send.source());
        long uid =
                letter == null
                        ? toDrafts(account, folders, send)
                        : unmarked(account, folders, letter);
        sends.remove(send);
        log.info("{}: message {} taken back", account.address(), send.envid());
        return Optional.of(new Draft(uid, send.source(), letter, send.passedTo()));
    }

    /** The letter was not passed on after all. Returns its UID, 0 when it is not where it was. */
    private long unmarked(MailAccount account, Folders folders, PassedOn letter) {
        try {
            var folder = folders.at(letter.mailbox());
            reader.read(account, folder, letter.uid());
            if (letter.first()) {
                var uid = new long[] {letter.uid()};
                actions.flag(account, folder, uid, MessageFlag.FORWARDED, false);
            }
            return letter.uid();
        } catch (NoSuchMailException | MailRefusedException gone) {
            log.info("{}: after taking back: {}", account.address(), gone.getMessage());
            return 0;
        }
    }

    private HeldSend find(MailAccount account, long id) {
        return sends.find(account.id(), id)
                .orElseThrow(() -> new NoSuchMailException("no held message " + id));
    }

    /** True when neither the queue nor anybody else has the message any more. */
    private boolean stopped(HeldSend send) {
        if (!sends.stop(send, clock.instant())) return false;
        if (queue.cancel(send.account(), send.envid())) return true;
        sends.goOn(send);
        return false;
    }

    /** Returns its UID among the drafts. */
    private long toDrafts(MailAccount account, Folders folders, HeldSend send) {
        if (send.uid() == 0) return 0;
        var from = named(folders, send.mailbox());
        var drafts = folders.require(Role.DRAFTS);
        var moved = actions.move(account, from, new long[] {send.uid()}, drafts);
        if (moved.length == 0) return 0;
        actions.flag(account, drafts, moved, MessageFlag.DRAFT, true);
        return moved[0];
    }

    private static Folder named(Folders folders, String name) {
        return folders.all().stream()
                .filter(folder -> folder.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchMailException("no mailbox " + name));
    }

    /**
     * Sends it at another time, dated anew.
     *
     * @param at null for now
     * @return false when it was too late
     * @throws NoSuchMailException the account has no such message, or its copy is gone
     * @throws SendRefusedException the server does not want it any more: it is among the drafts
     */
    boolean sendAt(MailAccount account, Folders folders, long id, @Nullable Instant at) {
        var send = find(account, id);
        var folder = named(folders, send.mailbox());
        var copy = reader.read(account, folder, send.uid());
        try (var octets = originals.spool(account, copy)) {
            if (!stopped(send)) return false;
            var release = new Outbox.Release(at, UUID.randomUUID().toString(), at != null);
            var handed = outbox.sendAgain(account, octets, copy, release);
            replace(account, folders, send, handed, release);
            return true;
        } catch (SendRefusedException refused) {
            toDrafts(account, folders, send);
            sends.remove(send);
            throw refused;
        }
    }

    /** The new copy takes the place of the old; one that has gone belongs to Sent. */
    private void replace(
            MailAccount account,
            Folders folders,
            HeldSend send,
            Outbox.Handed handed,
            Outbox.Release release) {
        var folder = handed.folder();
        if (release.at() != null) {
            sends.add(
                    new HeldSend(
                            send.account(),
                            0,
                            release.envid(),
                            true,
                            folder.name(),
                            handed.uid(),
                            release.at(),
                            send.source(),
                            send.passedTo()));
        } else if (handed.uid() > 0) {
            var sent = folders.require(Role.SENT);
            actions.move(account, folder, new long[] {handed.uid()}, sent);
        }
        actions.destroy(account, folder, new long[] {send.uid()});
        sends.remove(send);
    }

    /** Copies of what has gone out move to Sent, whether or not anybody is signed in. */
    @Scheduled(fixedDelayString = "PT15S", initialDelayString = "PT15S")
    void follow() {
        var now = clock.instant();
        for (var send : sends.due(now, now.plus(LEASE), AT_ONCE)) {
            try {
                follow(send, now);
            } catch (NoSuchMailException | MailRefusedException gone) {
                sends.remove(send);
            } catch (MailUnavailableException away) {
                log.warn("copy of {} waits: {}", send.envid(), away.getMessage());
                if (send.sendAt().plus(GIVEN_UP).isBefore(now)) sends.remove(send);
            }
        }
    }

    private void follow(HeldSend send, Instant now) {
        var owner = directory.account(send.account()).orElse(null);
        boolean open = sends.find(send.account(), send.id()).isPresent();
        if (owner == null || (open && !send.scheduled()) || send.uid() == 0) {
            sends.remove(send);
            return;
        }
        if (open && queue.find(send.account(), send.envid()).isPresent()) return;
        if (!open && send.sendAt().plus(LEASE).isAfter(now)) return; // it is being taken back
        var account = new MailAccount(owner.id(), owner.address().toString(), owner.name());
        var folders = store.names(account);
        if (open) {
            var sent = folders.require(Role.SENT);
            var from = named(folders, send.mailbox());
            actions.move(account, from, new long[] {send.uid()}, sent);
        } else {
            toDrafts(account, folders, send); // whoever took it back broke off
        }
        sends.remove(send);
    }
}

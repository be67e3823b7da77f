package org.bocau.actions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.ImapConnection;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.MailUnavailableException;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.Role;
import org.bocau.triage.Change;
import org.bocau.triage.Mutes;
import org.bocau.triage.Snoozes;
import org.bocau.triage.Step;
import org.bocau.triage.Uids;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Carries steps out over IMAP, and says what takes them back: only of the messages that a step has
 * changed, so that undoing "mark as read" leaves read what was read before.
 */
@Service
class Steps {
    private static final String INBOX = "INBOX";
    private static final String SEEN = "\\Seen";
    private static final String SNOOZED = "Snoozed";
    private static final Pattern FLAG =
            Pattern.compile("\\\\[A-Za-z]{1,20}|[$]?[A-Za-z0-9_.+-]{1,63}");

    private final MailClient client;
    private final FolderStore store;
    private final Snoozes snoozes;
    private final Mutes mutes;
    private final Awakening awakening;

    Steps(MailClient client, FolderStore store, Snoozes snoozes, Mutes mutes, Awakening awakening) {
        this.client = client;
        this.store = store;
        this.snoozes = snoozes;
        this.mutes = mutes;
        this.awakening = awakening;
    }

    /**
     * Does it; messages that are not there any more are passed over.
     *
     * @return what takes it back, in the order in which it was done; empty where nothing does
     * @throws NoSuchMailException a mailbox is not there
     * @throws org.bocau.triage.SnoozesFullException nothing was done
     */
    List<Step> run(MailAccount account, Folders folders, Step step) {
        return switch (step.change()) {
            case Change.Flag flag -> flag(account, step, flag);
            case Change.Move move -> move(account, folders, step, move.mailbox());
            case Change.Hush hush -> hush(account, folders, step, hush);
            case Change.Snooze snooze -> snooze(account, folders, step, snooze.until());
            case Change.Wake _ -> wake(account, folders, step);
            case Change.Return back -> putBack(account, folders, step, back);
            case Change.Mute mute -> mute(account, mute);
            case Change.Apply apply -> apply(account, step, apply);
            case Change.Destroy _ -> destroy(account, step);
        };
    }

    private List<Step> flag(MailAccount account, Step step, Change.Flag change) {
        var changed = flagged(account, step, change);
        return inverse(step.mailbox(), changed, new Change.Flag(change.flag(), !change.set()));
    }

    /** Those that were changed by it. */
    private long[] flagged(MailAccount account, Step step, Change.Flag change) {
        if (!FLAG.matcher(change.flag()).matches())
            throw new IllegalArgumentException("no flag: " + change.flag());
        return client.in(
                account,
                step.mailbox(),
                connection -> {
                    var lacking =
                            connection.uidsWith(
                                    step.uids().array(), key(change.flag(), !change.set()));
                    connection.uidStore(lacking, change.set(), change.flag());
                    return lacking;
                });
    }

    /** Marks are taken off where the messages are by then, and only then they move back. */
    private List<Step> apply(MailAccount account, Step step, Change.Apply change) {
        var marked = new LinkedHashMap<String, long[]>();
        for (var flag : change.flags())
            marked.put(flag, flagged(account, step, new Change.Flag(flag, true)));
        boolean stays = change.mailbox().isEmpty() || change.mailbox().equals(step.mailbox());
        var inverse = new ArrayList<Step>();
        if (stays) {
            marked.forEach((flag, uids) ->
                    inverse.addAll(inverse(step.mailbox(), uids, new Change.Flag(flag, false))));
            return inverse;
        }
        var moved = moved(account, step, change.mailbox());
        if (!moved.told()) return List.of();
        inverse.addAll(inverse(change.mailbox(), moved.to(), new Change.Move(step.mailbox())));
        marked.forEach((flag, uids) ->
                inverse.addAll(
                        inverse(change.mailbox(), moved.now(uids), new Change.Flag(flag, false))));
        return inverse;
    }

    /** The search key for messages that have a flag, or have it not. RFC 3501 §6.4.4. */
    private static String key(String flag, boolean set) {
        var un = set ? "" : "UN";
        return flag.startsWith("\\")
                ? un + flag.substring(1).toUpperCase(java.util.Locale.ROOT)
                : un + "KEYWORD " + flag;
    }

    private List<Step> move(MailAccount account, Folders folders, Step step, String target) {
        if (step.mailbox().equals(target)) return List.of();
        var moved = moved(account, step, target);
        return is(folders, step.mailbox(), Role.SNOOZED)
                ? woken(account, step.mailbox(), moved, target, Map.of())
                : inverse(target, moved.to(), new Change.Move(step.mailbox()));
    }

    private Moved moved(MailAccount account, Step step, String target) {
        return client.in(
                account,
                step.mailbox(),
                connection -> {
                    var there = connection.uidsWith(step.uids().array(), "ALL");
                    return new Moved(there, connection.uidMove(there, target));
                });
    }

    /** Where a message goes that is put back: when it wakes, and when it arrived before. */
    private record Bed(@Nullable Instant until, @Nullable Instant arrived) {
        Change change(String mailbox) {
            if (arrived != null) return new Change.Return(mailbox, arrived, until);
            return until == null ? new Change.Move(mailbox) : new Change.Snooze(until);
        }
    }

    /**
     * Whatever leaves Snoozed has no time any more; who takes it back gives it one again.
     *
     * @param before when those arrived, by the UID they had, that arrive anew by leaving
     */
    private List<Step> woken(
            MailAccount account,
            String mailbox,
            Moved moved,
            String target,
            Map<Long, Instant> before) {
        var times = snoozes.times(account.id());
        var beds = new LinkedHashMap<Bed, List<Long>>();
        for (int i = 0; moved.told() && i < moved.from().length; i++) {
            long uid = moved.from()[i];
            var bed = new Bed(times.get(uid), before.get(uid));
            beds.computeIfAbsent(bed, _ -> new ArrayList<>()).add(moved.to()[i]);
        }
        snoozes.forget(account.id(), validity(account, mailbox), Uids.of(moved.from()).all());
        var inverse = new ArrayList<Step>();
        beds.forEach(
                (bed, uids) -> inverse.add(new Step(target, new Uids(uids), bed.change(mailbox))));
        return inverse;
    }

    private List<Step> hush(MailAccount account, Folders folders, Step step, Change.Hush change) {
        var mark = new Change.Flag(Mutes.KEYWORD, change.muted());
        var marked = flagged(account, step, mark);
        if (step.mailbox().equals(change.mailbox())) return List.of();
        Moved moved;
        try {
            moved = moved(account, step, change.mailbox());
        } catch (MailRefusedException | MailUnavailableException | NoSuchMailException no) {
            takeOff(account, step.mailbox(), marked, mark, no);
            throw no;
        }
        if (is(folders, step.mailbox(), Role.SNOOZED)) {
            return woken(account, step.mailbox(), moved, change.mailbox(), Map.of());
        }
        return inverse(
                change.mailbox(), moved.to(), new Change.Hush(step.mailbox(), !change.muted()));
    }

    /** A mark on what stayed where it was would say that somebody has fetched it back. */
    private void takeOff(
            MailAccount account,
            String mailbox,
            long[] marked,
            Change.Flag mark,
            RuntimeException cause) {
        try {
            var step = new Step(mailbox, Uids.of(marked), mark);
            flagged(account, step, new Change.Flag(mark.flag(), !mark.set()));
        } catch (MailRefusedException | MailUnavailableException | NoSuchMailException no) {
            cause.addSuppressed(no);
        }
    }

    private List<Step> snooze(MailAccount account, Folders folders, Step step, Instant until) {
        var target = snoozed(account, folders);
        if (step.mailbox().equals(target)) return retime(account, step, until);
        return asleep(account, step, target, until, () -> moved(account, step, target));
    }

    /** Moves by {@code move}, and notes the time. */
    private List<Step> asleep(
            MailAccount account, Step step, String target, Instant until, Supplier<Moved> move) {
        var threads = threads(account, step.mailbox(), step.uids());
        snoozes.requireRoom(account.id(), threads.size());
        long inboxNext = uidNext(account);
        long validity = validity(account, target);
        snoozes.expect(account.id(), validity);
        var moved = move.get();
        var sleepers = new ArrayList<Snoozes.Sleeper>();
        for (int i = 0; moved.told() && i < moved.to().length; i++) {
            var thread = threads.getOrDefault(moved.from()[i], "");
            sleepers.add(new Snoozes.Sleeper(moved.to()[i], thread));
        }
        snoozes.put(account.id(), validity, inboxNext, sleepers, until);
        return inverse(target, moved.to(), new Change.Move(step.mailbox()));
    }

    private List<Step> putBack(
            MailAccount account, Folders folders, Step step, Change.Return change) {
        var until = change.until();
        var target = until == null ? change.mailbox() : snoozed(account, folders);
        if (step.mailbox().equals(target)) return List.of();
        Supplier<Moved> move =
                () -> {
                    var down =
                            awakening.lieDown(
                                    account, step.mailbox(), step.uids(), target, change.arrived());
                    return down.and(moved(account, step, target));
                };
        if (until != null) return asleep(account, step, target, until, move);
        return inverse(target, move.get().to(), new Change.Move(step.mailbox()));
    }

    /**
     * Gives what is in Snoozed without a time one, or it would be there for ever: whoever put it
     * there died before it was noted.
     *
     * @return how many there were
     */
    int adopt(MailAccount account, String snoozed, long validity, Instant until) {
        var known = snoozes.times(account.id()).keySet();
        var strays =
                LongStream.of(client.in(account, snoozed, ImapConnection::allUids))
                        .filter(uid -> !known.contains(uid))
                        .limit(Math.max(0, Snoozes.MOST - known.size()))
                        .toArray();
        long inboxNext = uidNext(account);
        for (var piece : Uids.pieces(strays, Step.MOST)) {
            var sleepers = new ArrayList<Snoozes.Sleeper>();
            threads(account, snoozed, piece)
                    .forEach((uid, thread) -> sleepers.add(new Snoozes.Sleeper(uid, thread)));
            snoozes.adopt(account.id(), validity, inboxNext, sleepers, until);
        }
        return strays.length;
    }

    /** What is there already gets another time. */
    private List<Step> retime(MailAccount account, Step step, Instant until) {
        var before = snoozes.times(account.id());
        var threads = threads(account, step.mailbox(), step.uids());
        var sleepers = new ArrayList<Snoozes.Sleeper>();
        var inverse = new ArrayList<Step>();
        snoozes.requireRoom(
                account.id(),
                (int) threads.keySet().stream().filter(uid -> !before.containsKey(uid)).count());
        threads.forEach((uid, thread) -> {
            sleepers.add(new Snoozes.Sleeper(uid, thread));
            var time = before.get(uid);
            if (time != null)
                inverse.add(new Step(step.mailbox(), Uids.of(uid), new Change.Snooze(time)));
        });
        long inboxNext = uidNext(account);
        snoozes.put(account.id(), validity(account, step.mailbox()), inboxNext, sleepers, until);
        return inverse;
    }

    /** Unread, and on top of the list. */
    private List<Step> wake(MailAccount account, Folders folders, Step step) {
        if (step.mailbox().equals(INBOX)) return List.of();
        var read = flagged(account, step, new Change.Flag(SEEN, false));
        var risen = awakening.rise(account, step.mailbox(), step.uids(), INBOX);
        var all = risen.moved().and(moved(account, step, INBOX));
        var inverse = new ArrayList<Step>();
        if (is(folders, step.mailbox(), Role.SNOOZED))
            inverse.addAll(woken(account, step.mailbox(), all, INBOX, risen.before()));
        else inverse.addAll(inverse(INBOX, all.to(), new Change.Move(step.mailbox())));
        // Taken back the other way round: marked while they are where they have come to
        if (all.told()) inverse.addAll(inverse(INBOX, all.now(read), new Change.Flag(SEEN, true)));
        return inverse;
    }

    private List<Step> mute(MailAccount account, Change.Mute change) {
        if (change.muted()) mutes.mute(account.id(), change.threads());
        else mutes.unmute(account.id(), change.threads());
        return List.of(new Step("", Uids.of(), new Change.Mute(change.threads(), !change.muted())));
    }

    private List<Step> destroy(MailAccount account, Step step) {
        client.in(
                account,
                step.mailbox(),
                connection -> {
                    connection.uidExpunge(step.uids().array());
                    return true;
                });
        return List.of();
    }

    private static List<Step> inverse(String mailbox, long[] uids, Change change) {
        return uids.length == 0 ? List.of() : List.of(new Step(mailbox, Uids.of(uids), change));
    }

    /** The conversation of each message that is there; empty where the server knows none. */
    Map<Long, String> threads(MailAccount account, String mailbox, Uids uids) {
        return client.in(
                account,
                mailbox,
                connection -> {
                    var items = connection.hasCapability("OBJECTID") ? "UID THREADID" : "UID";
                    var threads = new LinkedHashMap<Long, String>();
                    for (var fetch : connection.fetchUids(uids.array(), items)) {
                        long uid = ImapConnection.uid(fetch);
                        if (uid != 0) threads.put(uid, ImapConnection.objectId(fetch, "THREADID"));
                    }
                    return threads;
                });
    }

    /** The mailbox Snoozed, which is made when it is first needed. */
    private String snoozed(MailAccount account, Folders folders) {
        var there = folders.with(Role.SNOOZED);
        if (there != null) return there.name();
        try {
            store.create(account, null, SNOOZED);
        } catch (MailRefusedException _) { // another request has made it meanwhile
            return SNOOZED;
        }
        return SNOOZED;
    }

    private static boolean is(Folders folders, String mailbox, Role role) {
        var folder = folders.with(role);
        return folder != null && folder.name().equals(mailbox);
    }

    long validity(MailAccount account, String mailbox) {
        return status(account, mailbox, "UIDVALIDITY").uidvalidity;
    }

    /** What the next message of the inbox will have. */
    long uidNext(MailAccount account) {
        return status(account, INBOX, "UIDNEXT").uidnext;
    }

    private Status status(MailAccount account, String mailbox, String item) {
        return client.with(account, connection -> status(connection, mailbox, item));
    }

    private static Status status(ImapConnection connection, String mailbox, String item)
            throws ProtocolException {
        return connection.status(mailbox, new String[] {item});
    }
}

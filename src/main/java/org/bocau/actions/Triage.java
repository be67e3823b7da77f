package org.bocau.actions;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.MessageKey;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.Role;
import org.bocau.triage.Change;
import org.bocau.triage.Job;
import org.bocau.triage.Jobs;
import org.bocau.triage.Mutes;
import org.bocau.triage.Snoozes;
import org.bocau.triage.Step;
import org.bocau.triage.Uids;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * What people do with messages: a few at once, or all of a folder or search as a job. Either way
 * the server keeps what takes it back.
 */
@Service
class Triage {
    /** Messages for which nobody has to wait. */
    private static final int AT_ONCE = 2 * Step.MOST;

    private final Steps steps;
    private final Jobs jobs;
    private final Snoozes snoozes;
    private final TriageRunner runner;

    Triage(Steps steps, Jobs jobs, Snoozes snoozes, TriageRunner runner) {
        this.snoozes = snoozes;
        this.steps = steps;
        this.jobs = jobs;
        this.runner = runner;
    }

    /** What the buttons ask for. */
    enum Verb {
        READ,
        UNREAD,
        STAR,
        UNSTAR,
        ARCHIVE,
        JUNK,
        NOT_JUNK,
        DELETE,
        DESTROY,
        MOVE,
        LABEL,
        UNLABEL,
        SNOOZE,
        WAKE,
        MUTE,
        UNMUTE;

        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<Verb> of(String key) {
            return Arrays.stream(values()).filter(v -> v.key().equals(key)).findFirst();
        }
    }

    /**
     * What is to be done.
     *
     * @param target the folder's path for {@link Verb#MOVE}, the keywords for {@link Verb#LABEL}
     *     and {@link Verb#UNLABEL} with commas between, else empty
     * @param until for {@link Verb#SNOOZE}
     */
    record Order(Verb verb, String target, @Nullable Instant until) {
        Order(Verb verb) {
            this(verb, "", null);
        }

        List<String> keywords() {
            return target.isEmpty() ? List.of() : List.of(target.split(","));
        }
    }

    /**
     * What was done.
     *
     * @param count messages
     * @param undo the job that can be taken back; empty where nothing can
     */
    record Done(Order order, int count, String undo) implements Outcome {}

    /** It was too much to be done at once. */
    record Begun(Job job) implements Outcome {}

    /** What came of an order. */
    sealed interface Outcome {}

    /**
     * Does it at once.
     *
     * @throws NoSuchMailException a folder or a key does not exist
     * @throws org.bocau.triage.SnoozesFullException nothing was done
     */
    Done run(MailAccount account, Folders folders, Order order, List<String> keys) {
        return run(account, folders, order, byMailbox(keys));
    }

    private Done run(
            MailAccount account, Folders folders, Order order, Map<MailboxPath, long[]> messages) {
        int count = count(messages);
        requireRoom(account, folders, order, messages);
        var inverse = new ArrayList<Step>();
        for (var step : plan(account, folders, order, messages)) {
            inverse.addAll(steps.run(account, folders, step));
        }
        if (inverse.isEmpty()) return new Done(order, count, "");
        var id = jobs.done(account.id(), order.verb().key(), order.target(), count, inverse);
        return new Done(order, count, id);
    }

    /** All of it has room, or none of it is moved. */
    private void requireRoom(
            MailAccount account, Folders folders, Order order, Map<MailboxPath, long[]> messages) {
        if (order.verb() != Verb.SNOOZE) return;
        var fresh = new LinkedHashMap<>(messages);
        fresh.keySet().removeIf(path -> folders.at(path).is(Role.SNOOZED));
        snoozes.requireRoom(account.id(), count(fresh));
    }

    static int count(Map<MailboxPath, long[]> messages) {
        return messages.values().stream().mapToInt(uids -> uids.length).sum();
    }

    private static Map<MailboxPath, long[]> byMailbox(List<String> keys) {
        var lists = new LinkedHashMap<MailboxPath, TreeSet<Long>>();
        for (var text : keys) {
            for (var key : MessageKey.all(text))
                lists.computeIfAbsent(key.mailbox(), _ -> new TreeSet<>()).add(key.uid());
        }
        var mailboxes = new LinkedHashMap<MailboxPath, long[]>();
        lists.forEach((mailbox, uids) ->
                mailboxes.put(mailbox, uids.stream().mapToLong(Long::longValue).toArray()));
        return mailboxes;
    }

    /**
     * Has it done to any number of messages, by a job that survives this request.
     *
     * @param messages UIDs of each mailbox
     * @throws org.bocau.triage.SnoozesFullException nothing was begun
     */
    Job begin(
            MailAccount account, Folders folders, Order order, Map<MailboxPath, long[]> messages) {
        requireRoom(account, folders, order, messages);
        int count = count(messages);
        var plan = plan(account, folders, order, messages);
        var id = jobs.plan(account.id(), order.verb().key(), order.target(), count, plan);
        runner.soon();
        return jobs.find(account.id(), id).orElseThrow();
    }

    /**
     * The same, at once where it is not much.
     *
     * @return what was done, or the job that does it
     */
    Outcome carryOut(
            MailAccount account, Folders folders, Order order, Map<MailboxPath, long[]> messages) {
        return count(messages) <= AT_ONCE
                ? run(account, folders, order, messages)
                : new Begun(begin(account, folders, order, messages));
    }

    /**
     * Takes back what a job has done: few messages at once, many behind this request.
     *
     * @return the job as it was when it began to be taken back; empty when it cannot be any more
     */
    Optional<Job> undo(MailAccount account, String id) {
        var job = jobs.undo(account.id(), id);
        job.ifPresent(one -> {
            if (one.progress() <= AT_ONCE) runner.carryOut(account, one);
            else runner.start(account, one);
        });
        return job;
    }

    private List<Step> plan(
            MailAccount account, Folders folders, Order order, Map<MailboxPath, long[]> messages) {
        var plan = new ArrayList<Step>();
        messages.forEach((path, uids) -> {
            var from = folders.at(path);
            for (var piece : Uids.pieces(uids, Step.MOST)) {
                for (var change : changes(account, folders, order, from, piece)) {
                    boolean bare = change instanceof Change.Mute;
                    plan.add(new Step(bare ? "" : from.name(), bare ? Uids.of() : piece, change));
                }
            }
        });
        return plan;
    }

    private List<Change> changes(
            MailAccount account, Folders folders, Order order, Folder from, Uids uids) {
        return switch (order.verb()) {
            case READ -> List.of(new Change.Flag("\\Seen", true));
            case UNREAD -> List.of(new Change.Flag("\\Seen", false));
            case STAR -> List.of(new Change.Flag("\\Flagged", true));
            case UNSTAR -> List.of(new Change.Flag("\\Flagged", false));
            case ARCHIVE -> to(folders.require(Role.ARCHIVE));
            case JUNK -> to(folders.require(Role.JUNK));
            case NOT_JUNK -> to(folders.require(Role.INBOX));
            case DELETE -> to(folders.require(Role.TRASH));
            case MOVE -> to(folders.at(new MailboxPath(order.target())));
            case LABEL -> flags(order.keywords(), true);
            case UNLABEL -> flags(order.keywords(), false);
            case SNOOZE -> List.of(new Change.Snooze(until(order)));
            case WAKE ->
                    List.of(
                            from.is(Role.SNOOZED)
                                    ? new Change.Wake()
                                    : to(folders.require(Role.INBOX)).getFirst());
            case MUTE, UNMUTE -> mute(account, folders, order.verb() == Verb.MUTE, from, uids);
            case DESTROY -> List.of(new Change.Destroy());
        };
    }

    private static Instant until(Order order) {
        var until = order.until();
        if (until == null) throw new IllegalArgumentException("no time to snooze until");
        return until.truncatedTo(ChronoUnit.SECONDS); // as finely as steps are written down
    }

    private static List<Change> to(Folder folder) {
        return List.of(new Change.Move(folder.name()));
    }

    private static List<Change> flags(List<String> keywords, boolean set) {
        return keywords.stream().<Change>map(keyword -> new Change.Flag(keyword, set)).toList();
    }

    /** The conversations are muted, and what of them is in the inbox goes away. */
    private List<Change> mute(
            MailAccount account, Folders folders, boolean muted, Folder from, Uids uids) {
        var threads =
                steps.threads(account, from.name(), uids).values().stream()
                        .filter(thread -> !thread.isEmpty())
                        .distinct()
                        .toList();
        var changes = new ArrayList<Change>();
        if (!threads.isEmpty()) changes.add(new Change.Mute(threads, muted));
        boolean inTheWay = from.is(Role.INBOX) || from.is(Role.SNOOZED);
        changes.add(
                muted && inTheWay
                        ? new Change.Hush(folders.require(Role.ARCHIVE).name(), true)
                        : new Change.Flag(Mutes.KEYWORD, muted));
        return changes;
    }
}

package org.bocau.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.bocau.mailbox.Changes.MessageState;
import org.bocau.mailbox.Flag;
import org.bocau.mailbox.FlagEdit;
import org.bocau.mailbox.Flags;
import org.bocau.mailbox.MailStore;
import org.bocau.mailbox.MailboxId;
import org.bocau.mailbox.Messages;
import org.bocau.mailbox.Relevancy;
import org.bocau.mailbox.Right;
import org.bocau.mailbox.Rights;
import org.bocau.mailbox.Snapshot;
import org.bocau.mailbox.UidSet;
import org.jspecify.annotations.Nullable;

/**
 * The selected mailbox as this client knows it, and the only place that tells it what changed. RFC
 * 3501 §5.2, §7.3, §7.4. Owned by the session's thread.
 *
 * <p>Invariant: a message's sequence number changes only by an EXPUNGE written here, and none is
 * written while a command runs that names messages by sequence number.
 */
final class Selected implements SearchScope {
    private final Authenticated user;
    private final MailboxId id;
    private final boolean examined;
    private Rights rights;
    private final long uidValidity;
    private final long uidNext; // when it was selected
    private final MessageTable table;
    private final UsableFlags usable;
    private boolean behind; // expunges are held back
    private long toldModseq; // all changes up to here have been told
    private boolean vanishedTold; // and HIGHESTMODSEQ after it is not
    private int toldExists;
    private UidSet savedResult = UidSet.NONE; // $ (RFC 5182)
    private final Set<Long> flagsToTell = new TreeSet<>();
    private ImapVerb verb = ImapVerb.NOOP;
    private boolean betweenCommands;
    private long unfetchedFrom; // a UID: from here on NOTIFY's FETCH is due; 0 for none

    Selected(Authenticated user, Snapshot snapshot, Rights rights, boolean examined) {
        this.user = user;
        this.id = snapshot.mailbox().id();
        this.examined = examined;
        this.rights = rights;
        this.uidValidity = snapshot.mailbox().uidValidity();
        // RFC 9051 has no \Recent: nothing is shown as such, nor claimed from sessions that show
        // it.
        long recentFrom = user.rev2() ? Long.MAX_VALUE : snapshot.recentFrom();
        this.table = new MessageTable(snapshot.messages(), recentFrom);
        this.uidNext = Math.max(snapshot.mailbox().uidNext(), table.lastUid() + 1);
        this.toldExists = table.count();
        this.toldModseq = table.messages().modseq();
        this.usable = new UsableFlags(snapshot.keywords(), user.rev2());
    }

    Authenticated user() {
        return user;
    }

    MailboxId id() {
        return id;
    }

    MailStore store() {
        return user.store();
    }

    MessageTable table() {
        return table;
    }

    /** Opened by EXAMINE, or another's where nothing may be changed. RFC 4314 §5.2. */
    boolean readOnly() {
        return examined || !rights.changeable();
    }

    boolean may(Right right) {
        return rights.has(right);
    }

    Rights rights() {
        return rights;
    }

    long uidValidity() {
        return uidValidity;
    }

    /** As of SELECT. */
    long uidNext() {
        return uidNext;
    }

    /**
     * @throws ImapRefusal NO, the mailbox was opened by EXAMINE
     */
    void requireWritable() {
        if (examined) {
            throw ImapRefusal.readOnly();
        }
    }

    /**
     * @throws ImapRefusal NO, the mailbox was opened by EXAMINE; {@code NO [NOPERM]}
     */
    void require(Right right) {
        requireWritable();
        if (!rights.has(right)) {
            throw ImapRefusal.noPermission();
        }
    }

    /**
     * Another's mailbox is there only as long as he allows to read it. Asked before every command
     * on it, and when something happened there.
     *
     * @throws org.bocau.mailbox.StoreRefusal NO_SUCH_MAILBOX, he does no longer
     */
    void renewRights(ImapWriter out) throws IOException {
        if (user.account().id().equals(id.account())) {
            return;
        }
        Rights now = user.namespaces().readable(user.account(), id);
        if (!now.equals(rights)) {
            rights = now;
            tellPermanentFlags(out);
        }
    }

    /** The command that runs now: it decides what may be told, and how. */
    void during(ImapVerb now) {
        verb = now;
    }

    /** No command runs, and the client listens all the same. RFC 5465 §3.1. */
    void betweenCommands(boolean now) {
        betweenCommands = now;
    }

    boolean byUid() {
        return verb.byUid();
    }

    private boolean holdsExpunge() {
        boolean now = betweenCommands ? user.notifications().delaysExpunges() : verb.holdsExpunge();
        return now || muted();
    }

    /** Others' doings are not told; what the client expunges itself is. RFC 5465 §3.1. */
    private boolean muted() {
        return user.notifications().muted() && !(verb.expunges() && !betweenCommands);
    }

    /** Which messages are meant, numbers as the client knew them: RFC 3501 §7.4.1. */
    UidSet resolve(MessageSet messages, ImapWriter out) throws IOException {
        if (messages.numbering() == Numbering.UID || holdsExpunge()) {
            sync(out);
        }
        return resolve(messages);
    }

    /** Which messages are meant; {@code $} are those of the last SAVE. RFC 5182 §2.1. */
    UidSet resolve(MessageSet messages) {
        return messages.set().saved() ? savedResult : table.resolve(messages);
    }

    @Override
    public UidSet matching(MessageSet messages) {
        return messages.set().saved() ? savedResult : table.matching(messages);
    }

    @Override
    public UidSet recent() {
        return table.recentUids();
    }

    /** What {@code $} means from now on. UIDs that go are passed over like all that are unknown. */
    void saveResult(UidSet found) {
        savedResult = found;
    }

    /** UIDs that match, ascending, of the messages the client knows that are still there. */
    long[] search(SearchTerm term) throws IOException {
        var key = term.in(this);
        var known = table.messages();
        long[] found =
                key.inMemory()
                        ? store().search(id, known, key)
                        : user.session().patiently(() -> store().search(id, known, key));
        if (!behind) {
            return found;
        }
        var latest = store().messages(id);
        return Arrays.stream(found).filter(uid -> latest.row(uid) >= 0).toArray();
    }

    /**
     * The last so many of all its messages by arrival; empty where some are gone that the client
     * does not know of, and where it is not known how many are asked for.
     *
     * @param most 0: not known
     */
    Optional<long[]> latest(int most) {
        return behind || most == 0 || table.count() == 0
                ? Optional.empty()
                : Optional.of(user.session().store().ordering().latest(id, table.messages(), most));
    }

    /** Scores of what {@link #search} has found. RFC 6203 §4. */
    Relevancy relevancy(SearchTerm term, long[] found) throws IOException {
        var key = term.in(this);
        return user.session().patiently(() -> store().relevancy(id, table.messages(), key, found));
    }

    /**
     * Tells what changed since the last time: all commands end here. Costs no query unless the feed
     * hinted something.
     *
     * @throws org.bocau.mailbox.StoreRefusal NO_SUCH_MAILBOX, it was deleted meanwhile
     */
    void sync(ImapWriter out) throws IOException {
        if (muted()) {
            return;
        }
        if (user.hints().takeChanged() || (behind && !holdsExpunge())) {
            advance(out);
        }
        tellGrowth(out);
        tellFlags(out);
        fetchNew(out);
    }

    /** RFC 5465 §5.2: what NOTIFY asks for of new messages, but not of the client's own. */
    private void fetchNew(ImapWriter out) throws IOException {
        var items = user.notifications().newMessageItems();
        int from = table.rowFrom(unfetchedFrom);
        if (unfetchedFrom > 0 && !items.isEmpty() && (betweenCommands || !verb.appends())) {
            int[] rows = IntStream.range(from, table.count()).toArray();
            new FetchResponse(this, items, out).unasked(rows);
        }
        unfetchedFrom = 0;
    }

    /** Takes over the latest version of the mailbox, announcing expunges or holding them back. */
    private void advance(ImapWriter out) throws IOException {
        var known = table.messages();
        var latest = store().messages(id);
        if (latest == known) {
            return;
        }
        boolean grew = latest.lastUid() > known.lastUid();
        long recentFrom = grew ? claimRecent(latest) : Long.MAX_VALUE;
        var difference = known.difference(latest);
        noteChanges(latest, difference);
        behind = holdsExpunge() && !difference.gone().isEmpty();
        if (behind) {
            table.advanceKeeping(latest, difference, recentFrom);
        } else {
            tellExpunges(difference.gone(), out);
            table.advance(latest, recentFrom);
            toldModseq = latest.modseq();
        }
    }

    private long claimRecent(Messages latest) {
        if (user.rev2()) {
            return Long.MAX_VALUE;
        }
        return readOnly() ? store().recentFrom(id, latest) : store().claimRecent(id, latest);
    }

    private void noteChanges(Messages latest, Messages.Difference difference) {
        for (int row : difference.changed()) {
            long uid = latest.uid(row);
            var flags = latest.state(row).flags();
            boolean wanted = user.notifications().flagChanges();
            if (wanted && !table.same(table.row(uid), flags)) {
                flagsToTell.add(uid);
            }
            usable.note(flags.keywords());
        }
        for (int row = latest.rowFrom(table.lastUid() + 1); row < latest.count(); row++) {
            usable.note(latest.keywords(row));
        }
    }

    private void tellExpunges(UidSet gone, ImapWriter out) throws IOException {
        if (user.enabled(Extension.QRESYNC)) {
            tellVanished(gone, out);
            return;
        }
        for (int number : table.numbersToExpunge(gone)) {
            out.raw("* ").number(number).raw(" EXPUNGE").crlf();
            toldExists--;
        }
    }

    /** RFC 7162 §3.2.10.2. */
    private void tellVanished(UidSet gone, ImapWriter out) throws IOException {
        if (!gone.isEmpty()) {
            out.raw("* VANISHED ").raw(gone.toString()).crlf();
            toldExists -= (int) gone.size();
            vanishedTold = true;
        }
    }

    /** Up to where the client has heard everything. RFC 7162 §3.1.2.1. */
    void tellHighestModseq(ImapWriter out) throws IOException {
        out.untaggedOk(ResponseCode.highestModseq(toldModseq), "Highest");
    }

    /** The same where a client that resynchronizes must hear it. */
    void tellHighestModseqIfDue(ImapWriter out) throws IOException {
        if (highestModseqDue()) {
            vanishedTold = false;
            tellHighestModseq(out);
        }
    }

    /**
     * The same in the tagged OK if there is room, so that nothing is lost when the client goes: it
     * must not go on from the mod-sequence of a FETCH response while expunges before that one are
     * held back. RFC 7162 §3.2, §3.2.7.
     */
    Completion withHighestModseq(Completion done, ImapWriter out) throws IOException {
        if (!highestModseqDue() || done.status() != Completion.Status.OK || done.code() != null) {
            tellHighestModseqIfDue(out);
            return done;
        }
        vanishedTold = false;
        return Completion.ok(ResponseCode.highestModseq(toldModseq), done.text());
    }

    private boolean highestModseqDue() {
        return user.enabled(Extension.QRESYNC) && (behind || vanishedTold);
    }

    /** EXISTS only when there are more (quirk 3: after an EXPUNGE it confuses Apple Mail). */
    private void tellGrowth(ImapWriter out) throws IOException {
        if (table.count() > toldExists && !muted()) {
            if (unfetchedFrom == 0) {
                unfetchedFrom = table.uid(toldExists);
            }
            toldExists = table.count();
            tellCounts(out);
        }
    }

    /** EXISTS, and RECENT where that still means something. RFC 3501 §7.3. */
    void tellCounts(ImapWriter out) throws IOException {
        out.raw("* ").number(toldExists).raw(" EXISTS").crlf();
        if (!user.rev2()) {
            out.raw("* ").number(table.recentCount()).raw(" RECENT").crlf();
        }
    }

    private void tellFlags(ImapWriter out) throws IOException {
        tellKeywords(out);
        for (long uid : flagsToTell) {
            int row = table.row(uid);
            if (row >= 0) {
                tellState(row, true, out);
            }
        }
        flagsToTell.clear();
    }

    /** Before a FETCH response has a keyword, FLAGS has it. RFC 3501 §7.2.6. */
    private void tellKeywords(ImapWriter out) throws IOException {
        if (usable.takeGrown()) {
            usable.tell(out);
            if (usable.full()) {
                tellPermanentFlags(out);
            }
        }
    }

    /** {@code * n FETCH (…)} that nobody asked for. */
    void tellState(int row, boolean flags, ImapWriter out) throws IOException {
        StateResponse.write(this, row, flags, out);
    }

    /** Untagged FETCH responses name the message by UID too. RFC 3501 §6.4.8, RFC 5465 §5.1. */
    boolean tellsUids() {
        return byUid() || betweenCommands || user.rev2();
    }

    void writeFlags(int row, ImapWriter out) throws IOException {
        out.flags(table.system(row), table.keywords(row), table.recent(row) && !user.rev2());
    }

    UsableFlags usable() {
        return usable;
    }

    /** The PERMANENTFLAGS code: what may be changed here. */
    void tellPermanentFlags(ImapWriter out) throws IOException {
        usable.tellPermanent(examined, rights, out);
    }

    /**
     * Changes flags for STORE.
     *
     * @param silent the client is not told what it asked for itself; only where another session's
     *     change is mixed in
     * @param condition which of the messages to leave alone; null for none
     */
    MailStore.Edited edit(
            UidSet uids,
            FlagEdit edit,
            boolean silent,
            @Nullable UnchangedSince condition,
            ImapWriter out)
            throws IOException {
        var before = table.messages();
        MailStore.Edited edited =
                condition == null
                        ? store().editFlags(id, uids, edit, Long.MAX_VALUE)
                        : condition.edit(this, uids, edit);
        advance(out);
        var modseqsToTell = new ArrayList<Long>();
        for (MessageState message : edited.stored()) {
            int row = before.row(message.uid());
            boolean expected =
                    silent && row >= 0 && Flagging.expected(before, row, edit, message.flags());
            if (!expected) {
                flagsToTell.add(message.uid());
                continue;
            }
            flagsToTell.remove(message.uid());
            if (condition != null || before.modseq(row) != message.modseq()) {
                modseqsToTell.add(message.uid());
            }
        }
        edited.leftAlone().stream().forEach(flagsToTell::add); // so that the client need not ask
        tellGrowth(out);
        tellFlags(out);
        if (user.enabled(Extension.CONDSTORE)) { // RFC 7162 §3.1.3: also to who wants silence
            tellModseqs(modseqsToTell, out);
        }
        return edited;
    }

    private void tellModseqs(List<Long> uids, ImapWriter out) throws IOException {
        for (long uid : uids) {
            int row = table.row(uid);
            if (row >= 0) {
                tellState(row, false, out);
            }
        }
    }

    /** Sets \Seen where it is missing. Returns the UIDs it was set on: their flags must be told. */
    Set<Long> markSeen(UidSet uids, ImapWriter out) throws IOException {
        var unseen = new LinkedHashSet<Long>();
        for (int row : table.rows(uids)) {
            if (!Flag.SEEN.in(table.system(row))) {
                unseen.add(table.uid(row));
            }
        }
        if (unseen.isEmpty() || examined || !may(Right.SEEN)) {
            return Set.of();
        }
        var seen = new FlagEdit(FlagEdit.Action.ADD, Flags.of(Flag.SEEN));
        var set = UidSet.of(unseen.stream().mapToLong(Long::longValue).toArray());
        store().editFlags(id, set, seen, Long.MAX_VALUE);
        advance(out);
        tellKeywords(out);
        flagsToTell.removeAll(unseen); // the FETCH response that follows has them
        return unseen;
    }

    /** The client is being told these flags by a FETCH response. */
    void flagsTold(long uid) {
        flagsToTell.remove(uid);
    }
}

package org.bocau.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bocau.mailbox.Changes;
import org.bocau.mailbox.Changes.MessageState;
import org.bocau.mailbox.Flag;
import org.bocau.mailbox.FlagEdit;
import org.bocau.mailbox.Flags;
import org.bocau.mailbox.MailStore;
import org.bocau.mailbox.MailboxId;
import org.bocau.mailbox.Snapshot;
import org.bocau.mailbox.UidSet;

/**
 * The selected mailbox as this client knows it, and the only place that tells it what changed. RFC
 * 3501 §5.2, §7.3, §7.4. Owned by the session's thread.
 *
 * <p>Invariant: a message's sequence number changes only by an EXPUNGE written here, and none is
 * written while a command runs that names messages by sequence number.
 */
final class Selected {
    private final Authenticated user;
    private final MailboxId id;
    private final boolean readOnly;
    private final long uidValidity;
    private final long uidNext; // when it was selected
    private final MessageTable table;
    private final TreeMap<String, String> keywords = new TreeMap<>(); // by lower case
    private long modseq;
    private int toldExists;
    private UidSet heldExpunges = UidSet.NONE;
    private UidSet savedResult = UidSet.NONE; // $ (RFC 5182)
    private final Set<Long> flagsToTell = new TreeSet<>();
    private boolean keywordsToTell;
    private ImapVerb verb = ImapVerb.NOOP;

    Selected(Authenticated user, Snapshot snapshot, boolean readOnly) {
        this.user = user;
        this.id = snapshot.mailbox().id();
        this.readOnly = readOnly;
        this.uidValidity = snapshot.mailbox().uidValidity();
        this.uidNext = snapshot.mailbox().uidNext();
        this.table = new MessageTable(snapshot);
        this.modseq = snapshot.mailbox().highestModseq();
        this.toldExists = table.count();
        snapshot.usedKeywords().forEach(k -> keywords.put(k.toLowerCase(Locale.ROOT), k));
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

    boolean readOnly() {
        return readOnly;
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
        if (readOnly) {
            throw ImapRefusal.readOnly();
        }
    }

    /** The command that runs now: it decides what may be told, and how. */
    void during(ImapVerb now) {
        verb = now;
    }

    boolean byUid() {
        return verb.byUid();
    }

    /** Brings the table up to date, then says which messages are meant. */
    UidSet resolve(MessageSet messages, ImapWriter out) throws IOException {
        sync(out);
        return resolve(messages);
    }

    /** Which messages are meant; {@code $} are those of the last SAVE. RFC 5182 §2.1. */
    UidSet resolve(MessageSet messages) {
        return messages.set().saved() ? savedResult : table.resolve(messages);
    }

    /** What {@code $} means from now on. UIDs that go are passed over like all that are unknown. */
    void saveResult(UidSet found) {
        savedResult = found;
    }

    /** UIDs of the messages the client knows that match, ascending. */
    long[] search(SearchTerm term) {
        return store().search(id, term.in(this), table::knows);
    }

    /**
     * Tells what changed since the last time: all commands end here. Costs no query unless the feed
     * hinted something.
     *
     * @throws org.bocau.mailbox.StoreRefusal NO_SUCH_MAILBOX, it was deleted meanwhile
     */
    void sync(ImapWriter out) throws IOException {
        if (user.hints().takeChanged()) {
            pull();
        }
        if (!verb.holdsExpunge() && !heldExpunges.isEmpty()) {
            expunge(out);
        }
        tellGrowth(out);
        tellFlags(out);
    }

    private void pull() {
        Changes changes = store().since(id, modseq);
        long lastUid = table.lastUid();
        boolean grew = changes.changed().stream().anyMatch(m -> m.uid() > lastUid);
        if (!grew) {
            take(changes, Long.MAX_VALUE);
            return;
        }
        long recentFrom =
                readOnly ? user.mailboxes().status(id).recentFrom() : store().claimRecent(id);
        take(changes, recentFrom);
        // What came between the query and the claim is claimed too, so it must be seen now.
        take(store().since(id, modseq), recentFrom);
    }

    private void take(Changes changes, long recentFrom) {
        for (MessageState message : changes.changed()) {
            int row = table.row(message.uid());
            if (row >= 0) {
                if (table.update(row, message.modseq(), message.flags())) {
                    flagsToTell.add(message.uid());
                }
            } else if (message.uid() > table.lastUid()) {
                table.append(message, message.uid() >= recentFrom);
            }
            noteKeywords(message.flags());
        }
        if (!changes.expunged().isEmpty()) {
            heldExpunges = union(heldExpunges, changes.expunged());
        }
        modseq = changes.modseq();
    }

    private void noteKeywords(Flags flags) {
        for (String keyword : flags.keywords()) {
            keywordsToTell |=
                    keywords.putIfAbsent(keyword.toLowerCase(Locale.ROOT), keyword) == null;
        }
    }

    private static UidSet union(UidSet one, UidSet other) {
        var pairs = new ArrayList<Long>();
        for (UidSet set : List.of(one, other)) {
            long[] firsts = set.firsts();
            long[] lasts = set.lasts();
            for (int i = 0; i < firsts.length; i++) {
                pairs.add(firsts[i]);
                pairs.add(lasts[i]);
            }
        }
        return UidSet.ofRanges(pairs.stream().mapToLong(Long::longValue).toArray());
    }

    private void expunge(ImapWriter out) throws IOException {
        for (int number : table.remove(heldExpunges)) {
            out.raw("* ").number(number).raw(" EXPUNGE").crlf();
            toldExists--;
        }
        heldExpunges = UidSet.NONE;
    }

    /**
     * EXISTS only when there are more messages (quirk 3: after an EXPUNGE it confuses Apple Mail).
     */
    private void tellGrowth(ImapWriter out) throws IOException {
        if (table.count() > toldExists) {
            toldExists = table.count();
            out.raw("* ").number(toldExists).raw(" EXISTS").crlf();
            out.raw("* ").number(table.recentCount()).raw(" RECENT").crlf();
        }
    }

    private void tellFlags(ImapWriter out) throws IOException {
        if (keywordsToTell) {
            keywordsToTell = false;
            tellKeywords(out);
        }
        for (long uid : flagsToTell) {
            int row = table.row(uid);
            if (row >= 0) {
                tellFlags(row, out);
            }
        }
        flagsToTell.clear();
    }

    /** {@code * n FETCH (FLAGS (…))}; with the UID while a UID command runs. RFC 3501 §6.4.8. */
    private void tellFlags(int row, ImapWriter out) throws IOException {
        out.raw("* ").number(row + 1L).raw(" FETCH (");
        if (byUid()) {
            out.raw("UID ").number(table.uid(row)).raw(" ");
        }
        out.raw("FLAGS ");
        writeFlags(row, out);
        out.raw(")").crlf();
    }

    void writeFlags(int row, ImapWriter out) throws IOException {
        out.flags(table.system(row), table.keywords(row), table.recent(row));
    }

    /** The FLAGS response: what may be seen here. */
    void tellKeywords(ImapWriter out) throws IOException {
        out.raw("* FLAGS ").flags(allFlags(), false).crlf();
    }

    Flags allFlags() {
        return new Flags(Flags.of(Flag.values()).system(), List.copyOf(keywords.values()));
    }

    /**
     * Changes flags for STORE.
     *
     * @param silent the client is not told what it asked for itself; only where another session's
     *     change is mixed in
     * @return how many of the messages are gone from the store
     */
    int edit(UidSet uids, FlagEdit edit, boolean silent, ImapWriter out) throws IOException {
        var stored = store().editFlags(id, uids, edit, Long.MAX_VALUE).stored();
        for (MessageState message : stored) {
            noteKeywords(message.flags());
        }
        tellFlags(out); // what others changed before, and new keywords
        for (MessageState message : stored) {
            int row = table.row(message.uid());
            if (row < 0) {
                continue;
            }
            boolean expected = silent && Flagging.expected(table, row, edit, message.flags());
            table.update(row, message.modseq(), message.flags());
            if (!expected) {
                tellFlags(row, out);
            }
        }
        return table.countIn(uids) - stored.size();
    }

    /** Sets \Seen where it is missing. Returns the UIDs it was set on: their flags must be told. */
    Set<Long> markSeen(UidSet uids) {
        var unseen = new LinkedHashSet<Long>();
        for (int row : table.rows(uids)) {
            if (!Flag.SEEN.in(table.system(row))) {
                unseen.add(table.uid(row));
            }
        }
        if (unseen.isEmpty() || readOnly) {
            return Set.of();
        }
        var seen = new FlagEdit(FlagEdit.Action.ADD, Flags.of(Flag.SEEN));
        var set = UidSet.of(unseen.stream().mapToLong(Long::longValue).toArray());
        for (MessageState message : store().editFlags(id, set, seen, Long.MAX_VALUE).stored()) {
            learn(message.uid(), message.modseq(), message.flags());
        }
        return unseen;
    }

    /** The client is being told these flags by a FETCH response. */
    void learn(long uid, long messageModseq, Flags flags) {
        int row = table.row(uid);
        if (row >= 0) {
            table.update(row, messageModseq, flags);
            flagsToTell.remove(uid);
        }
    }
}

package org.bocau.imap;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bocau.mailbox.Flags;
import org.bocau.mailbox.Messages;
import org.bocau.mailbox.Messages.Difference;
import org.bocau.mailbox.UidSet;

/**
 * The messages a client has been told of: row {@code i} is sequence number {@code i + 1}, UIDs
 * ascend. RFC 3501 §2.3.1. A version of the mailbox that many sessions share, and what is this
 * session's alone: \Recent. It changes only when the client is told so, and so may lag behind the
 * store. Owned by the session's thread.
 */
final class MessageTable {
    private Messages messages;
    private UidSet recent;

    /**
     * @param recentFrom UIDs from here on are \Recent
     */
    MessageTable(Messages messages, long recentFrom) {
        this.messages = messages;
        this.recent = recentOf(messages, recentFrom, 0);
    }

    private static UidSet recentOf(Messages messages, long recentFrom, long above) {
        long first = Math.max(recentFrom, above + 1);
        return first > messages.lastUid()
                ? UidSet.NONE
                : UidSet.ofRanges(first, messages.lastUid());
    }

    /** The version the client knows. */
    Messages messages() {
        return messages;
    }

    int count() {
        return messages.count();
    }

    long uid(int row) {
        return messages.uid(row);
    }

    long modseq(int row) {
        return messages.modseq(row);
    }

    int system(int row) {
        return messages.system(row);
    }

    List<String> keywords(int row) {
        return messages.keywords(row);
    }

    /** The highest of these messages. RFC 7162 §3.1.6. */
    long highestModseq(long[] uids) {
        long highest = 0;
        for (long uid : uids) {
            highest = Math.max(highest, modseq(row(uid)));
        }
        return highest;
    }

    /** Octets. */
    long size(int row) {
        return messages.size(row);
    }

    /** INTERNALDATE in seconds since 1970. */
    long internalDate(int row) {
        return messages.received(row);
    }

    long emailId(int row) {
        return messages.emailId(row);
    }

    boolean recent(int row) {
        return !recent.isEmpty() && recent.contains(messages.uid(row));
    }

    int recentCount() {
        return messages.countIn(recent);
    }

    UidSet recentUids() {
        return recent;
    }

    /** The largest UID, 0 when there is no message. */
    long lastUid() {
        return messages.lastUid();
    }

    /** The row, or -1 when the client does not know the UID. */
    int row(long uid) {
        return messages.row(uid);
    }

    /** The first row whose UID is not below. */
    int rowFrom(long uid) {
        return messages.rowFrom(uid);
    }

    boolean knows(long uid) {
        return row(uid) >= 0;
    }

    /** Sequence number of the first message without \Seen, 0 when there is none. */
    int firstUnseen() {
        return messages.firstUnseen() + 1;
    }

    /** How many of these the client knows. */
    int countIn(UidSet set) {
        return messages.countIn(set);
    }

    /** Rows of these UIDs, ascending. */
    int[] rows(UidSet set) {
        return messages.rows(set);
    }

    /** As {@code numbering} has it: UIDs, or message numbers. */
    String numbers(UidSet uids, Numbering numbering) {
        if (numbering == Numbering.UID) {
            return uids.toString();
        }
        int[] rows = rows(uids);
        return UidSet.of(Arrays.stream(rows).mapToLong(row -> row + 1L).toArray()).toString();
    }

    /**
     * The UIDs a client means, never beyond what it knows, so that {@code 1:*} leaves out what came
     * in meanwhile.
     *
     * @throws ImapRefusal BAD, a sequence number is larger than the number of messages
     */
    UidSet resolve(MessageSet messages) {
        return messages.numbering() == Numbering.UID
                ? resolveUids(messages.set())
                : resolveNumbers(messages.set());
    }

    private UidSet resolveUids(SequenceSet set) {
        long[] pairs = set.resolved(lastUid());
        long[] within = new long[pairs.length];
        int used = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            long first = Math.min(pairs[i], pairs[i + 1]);
            long last = Math.min(Math.max(pairs[i], pairs[i + 1]), lastUid());
            if (first <= last && last > 0) {
                within[used++] = first;
                within[used++] = last;
            }
        }
        return UidSet.ofRanges(Arrays.copyOf(within, used));
    }

    private UidSet resolveNumbers(SequenceSet set) {
        long[] pairs = set.resolved(count());
        for (int i = 0; i < pairs.length; i++) {
            if (pairs[i] < 1 || pairs[i] > count()) {
                throw ImapRefusal.bad("no message has that sequence number");
            }
            pairs[i] = uid((int) pairs[i] - 1);
        }
        return UidSet.ofRanges(pairs);
    }

    /**
     * Those of a set that are there: to SEARCH a number beyond the last is a key that nothing
     * matches. RFC 9051 §9 wants BAD of COPY, FETCH and STORE only.
     */
    UidSet matching(MessageSet messages) {
        if (messages.numbering() == Numbering.UID) {
            return resolveUids(messages.set());
        }
        long[] pairs = messages.set().resolved(count());
        long[] within = new long[pairs.length];
        int used = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            long first = Math.min(pairs[i], pairs[i + 1]);
            long last = Math.min(Math.max(pairs[i], pairs[i + 1]), count());
            if (first >= 1 && first <= last) {
                within[used++] = uid((int) first - 1);
                within[used++] = uid((int) last - 1);
            }
        }
        return UidSet.ofRanges(Arrays.copyOf(within, used));
    }

    /** Takes over a later version whole: what is gone from it has been announced. */
    void advance(Messages later, long recentFrom) {
        recent = recent.union(recentOf(later, recentFrom, messages.lastUid()));
        messages = later;
    }

    /** Takes over a later version but for its expunges, which may not be announced now. */
    void advanceKeeping(Messages later, Difference difference, long recentFrom) {
        advance(messages.keepingGone(later, difference), recentFrom);
    }

    /**
     * The sequence numbers of messages that go, in the order to announce them: each counted after
     * those before it are gone. RFC 3501 §7.4.1
     */
    int[] numbersToExpunge(UidSet gone) {
        int[] rows = rows(gone);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = rows[i] - i + 1;
        }
        return rows;
    }

    /** Whether the flags of a row are these. */
    boolean same(int row, Flags flags) {
        List<String> known = keywords(row);
        return system(row) == flags.system()
                && (known.equals(flags.keywords())
                        || caseless(known).equals(caseless(flags.keywords())));
    }

    static Set<String> caseless(List<String> keywords) {
        var set = new HashSet<String>();
        for (String keyword : keywords) {
            set.add(keyword.toLowerCase(Locale.ROOT));
        }
        return set;
    }
}

package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.UidSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code QRESYNC (uidvalidity modseq [known-uids] [seq-match-data])} of SELECT and EXAMINE: what a
 * client knew when it was here last. RFC 7162 §3.2.5.
 *
 * @param known UIDs the client asks about, null for all
 * @param match what it knows of message numbers, null for nothing
 */
record QuickResync(
        long uidValidity, long modseq, @Nullable SequenceSet known, @Nullable Match match) {
    /** Some message numbers and their UIDs, both ascending. RFC 7162 §3.2.5.2. */
    record Match(UidSet numbers, UidSet uids) {
        /**
         * The client knows of all expunges up to the returned UID: so far its message numbers are
         * those of the mailbox. 0 for none.
         */
        long knownUpTo(MessageTable table) {
            var number = new Walk(numbers);
            var uid = new Walk(uids);
            long upTo = 0;
            while (number.more() && number.value <= table.count()) { // not all that a client wrote
                if (table.uid((int) number.value - 1) != uid.value) {
                    break;
                }
                upTo = uid.value;
                number.next();
                uid.next();
            }
            return upTo;
        }
    }

    /** One number after the other; a client may name four thousand million in ten octets. */
    private static final class Walk {
        private final long[] firsts;
        private final long[] lasts;
        private int range;
        private long value;

        Walk(UidSet set) {
            firsts = set.firsts();
            lasts = set.lasts();
            value = firsts[0];
        }

        boolean more() {
            return range < firsts.length;
        }

        void next() {
            if (value < lasts[range]) {
                value++;
            } else if (++range < firsts.length) {
                value = firsts[range];
            }
        }
    }

    /** From the parenthesis on. */
    static QuickResync parse(ImapReader in) {
        long uidValidity = in.expect('(').nzNumber();
        long modseq = in.sp().modSequence();
        SequenceSet known = null;
        Match match = null;
        if (in.takeIf(" ")) {
            if (in.peek() != '(') {
                known = numbersOnly(in);
            }
            if (known == null || in.takeIf(" ")) {
                match = match(in);
            }
        }
        in.expect(')');
        return new QuickResync(uidValidity, modseq, known, match);
    }

    private static SequenceSet numbersOnly(ImapReader in) {
        SequenceSet set = in.sequenceSet();
        for (long number : set.pairs()) {
            if (number == SequenceSet.STAR) {
                throw ImapRefusal.bad("* is not allowed here");
            }
        }
        if (set.saved()) {
            throw ImapRefusal.bad("$ is not allowed here");
        }
        return set;
    }

    private static Match match(ImapReader in) {
        SequenceSet numbers = ascending(numbersOnly(in.expect('(')));
        SequenceSet uids = ascending(numbersOnly(in.sp()));
        in.expect(')');
        var match = new Match(UidSet.ofRanges(numbers.pairs()), UidSet.ofRanges(uids.pairs()));
        if (match.numbers().size() != match.uids().size()) {
            throw ImapRefusal.bad("as many UIDs as message numbers are expected");
        }
        return match;
    }

    private static SequenceSet ascending(SequenceSet set) {
        long[] pairs = set.pairs();
        for (int i = 1; i < pairs.length; i++) {
            boolean withinRange = i % 2 == 1;
            if (pairs[i] < pairs[i - 1] || (!withinRange && pairs[i] == pairs[i - 1])) {
                throw ImapRefusal.bad("ascending numbers expected");
            }
        }
        return set;
    }

    /**
     * Tells what went and what changed since the client was here. Nothing when UIDVALIDITY is
     * another: the client starts anew.
     */
    void answer(Selected mailbox, ImapWriter out) throws IOException {
        if (uidValidity != mailbox.uidValidity()) {
            return;
        }
        long beyond = mailbox.uidNext() - 1;
        if (beyond == 0) {
            return; // there never was a message
        }
        UidSet asked = UidSet.ofRanges(known == null ? new long[] {1, beyond} : known.pairs());
        long from = match == null ? 0 : match.knownUpTo(mailbox.table());
        new VanishedEarlier(mailbox).tell(asked, modseq, from, out);
        for (int row : mailbox.table().rows(asked)) {
            if (mailbox.table().modseq(row) > modseq) {
                mailbox.tellState(row, true, out);
            }
        }
    }
}

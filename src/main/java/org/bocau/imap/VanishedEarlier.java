package org.bocau.imap;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.bocau.mailbox.UidSet;

/**
 * {@code * VANISHED (EARLIER) uids}: what went before the client came. RFC 7162 §3.2.10.1. Never a
 * UID that is still here or that it did not ask about (quirk 29: a wrong range empties the client's
 * mailbox).
 */
record VanishedEarlier(Selected mailbox) {
    /**
     * @param asked what the client asks about
     * @param since it knows all up to this mod-sequence
     * @param above it knows all up to this UID, 0 for none
     */
    void tell(UidSet asked, long since, long above, ImapWriter out) throws IOException {
        var vanished = mailbox.store().vanished(mailbox.id(), since);
        UidSet gone =
                vanished.complete()
                        ? remembered(vanished.uids(), asked, above)
                        : missing(asked, above);
        if (!gone.isEmpty()) {
            out.raw("* VANISHED (EARLIER) ").raw(gone.toString()).crlf();
        }
    }

    /**
     * A message that went just now is still in the table: it is told later, as every session is.
     */
    private UidSet remembered(UidSet tombstones, UidSet asked, long above) {
        LongStream gone =
                tombstones.stream()
                        .filter(uid -> uid > above && asked.contains(uid))
                        .filter(uid -> !mailbox.table().knows(uid));
        return UidSet.of(gone.toArray());
    }

    /** The tombstones are forgotten: all that was given out once and is not here. */
    private UidSet missing(UidSet asked, long above) {
        var table = mailbox.table();
        long last = Math.max(mailbox.uidNext() - 1, table.lastUid());
        long[] pairs = new long[16];
        int used = 0;
        long[] firsts = asked.firsts();
        long[] lasts = asked.lasts();
        for (int i = 0; i < firsts.length; i++) {
            long next = Math.max(firsts[i], above + 1);
            long end = Math.min(lasts[i], last);
            for (int row = table.rowFrom(next); next <= end; row++) {
                long present = row < table.count() ? Math.min(table.uid(row), end + 1) : end + 1;
                if (next < present) {
                    pairs = used == pairs.length ? Arrays.copyOf(pairs, 2 * used) : pairs;
                    pairs[used++] = next;
                    pairs[used++] = present - 1;
                }
                next = present + 1;
            }
        }
        return UidSet.ofRanges(Arrays.copyOf(pairs, used));
    }
}

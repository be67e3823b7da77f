package org.bocau.imap;

import java.util.ArrayList;
import java.util.List;
import org.bocau.imap.FetchItem.Attribute;
import org.jspecify.annotations.Nullable;

/**
 * What stands in parentheses after FETCH's items. RFC 4466 §2.4.
 *
 * @param changedSince only messages with a higher mod-sequence (RFC 7162 §3.1.4.1); {@link #ALL}
 *     for no condition
 * @param vanished also tell what was expunged since (RFC 7162 §3.2.6)
 * @param partial only this piece of the messages that are left (RFC 9394 §3.3)
 */
record FetchModifiers(long changedSince, boolean vanished, @Nullable PartialRange partial) {
    static final long ALL = -1;

    /**
     * {@code [SP "(" fetch-modifier *(SP fetch-modifier) ")"]}.
     *
     * @throws ImapRefusal BAD, also for VANISHED without CHANGEDSINCE or without UID
     */
    static FetchModifiers parse(ImapReader in, Numbering numbering) {
        long changedSince = ALL;
        boolean vanished = false;
        PartialRange partial = null;
        if (in.takeIf(" (")) {
            do {
                switch (in.word()) {
                    case "CHANGEDSINCE" -> {
                        // Quirk 4: Apple Mail sends 0 for a mailbox it has not seen yet.
                        once(changedSince == ALL);
                        changedSince = in.sp().modSequence();
                    }
                    case "VANISHED" -> {
                        once(!vanished);
                        vanished = true;
                    }
                    case "PARTIAL" -> {
                        once(partial == null);
                        partial = PartialRange.parse(in.sp());
                    }
                    default -> throw ImapRefusal.bad("unknown FETCH modifier");
                }
            } while (in.takeIf(" "));
            in.expect(')');
        }
        if (vanished && (changedSince == ALL || numbering != Numbering.UID)) {
            throw ImapRefusal.bad("VANISHED goes with UID FETCH and CHANGEDSINCE");
        }
        return new FetchModifiers(changedSince, vanished, partial);
    }

    private static void once(boolean first) {
        if (!first) {
            throw ImapRefusal.bad("a FETCH modifier may come once");
        }
    }

    /** CHANGEDSINCE asks for MODSEQ too. */
    List<FetchItem> with(List<FetchItem> items) {
        if (!conditional() || items.contains(Attribute.MODSEQ)) {
            return items;
        }
        var all = new ArrayList<>(items);
        all.add(Attribute.MODSEQ);
        return all;
    }

    /** Those of the rows that PARTIAL leaves. */
    int[] partOf(int[] rows) {
        return partial == null ? rows : partial.of(rows);
    }

    boolean conditional() {
        return changedSince != ALL;
    }
}

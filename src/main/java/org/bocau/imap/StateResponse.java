package org.bocau.imap;

import java.io.IOException;

/**
 * {@code * n FETCH (FLAGS (…))} that nobody asked for: another session, or a STORE, changed the
 * flags. RFC 3501 §7.4.2. With the UID where the client goes by UIDs, with UID and MODSEQ always
 * for who knows mod-sequences (RFC 7162 §3.2.4).
 */
final class StateResponse {
    private StateResponse() {}

    /**
     * @param flags false for the mod-sequence alone
     */
    static void write(Selected mailbox, int row, boolean flags, ImapWriter out) throws IOException {
        var table = mailbox.table();
        boolean condstore = mailbox.user().enabled(Extension.CONDSTORE);
        out.raw("* ").number(row + 1L).raw(" FETCH (");
        if (condstore || mailbox.tellsUids()) {
            out.raw("UID ").number(table.uid(row)).raw(" ");
        }
        if (flags) {
            out.raw("FLAGS ");
            mailbox.writeFlags(row, out);
            out.raw(condstore ? " " : "");
        }
        if (condstore) {
            out.raw("MODSEQ (").number(table.modseq(row)).raw(")");
        }
        out.raw(")").crlf();
    }
}

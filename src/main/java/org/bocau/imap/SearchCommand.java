package org.bocau.imap;

import java.io.IOException;

/** SEARCH and UID SEARCH. RFC 3501 §6.4.4. */
record SearchCommand(Numbering numbering, SearchTerm term) implements ImapCommand.OnMailbox {
    static SearchCommand parse(ImapReader in, Numbering numbering) throws IOException {
        return new SearchCommand(numbering, new SearchParser(in.sp()).program());
    }

    @Override
    public Completion run(Selected mailbox, ImapWriter out) throws IOException {
        mailbox.sync(out);
        var table = mailbox.table();
        long[] uids = mailbox.store().search(mailbox.id(), term.in(mailbox), table::knows);
        out.raw("* SEARCH");
        for (long uid : uids) {
            out.raw(" ").number(numbering == Numbering.UID ? uid : table.row(uid) + 1L);
        }
        out.crlf();
        return Completion.ok("SEARCH completed");
    }
}

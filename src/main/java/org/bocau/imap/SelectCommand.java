package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.Right;

/** SELECT and EXAMINE: open a mailbox, the latter read-only. RFC 3501 §6.3.1, §6.3.2. */
record SelectCommand(String name, boolean readOnly) implements ImapCommand.AfterLogin {
    static SelectCommand parse(ImapReader in, boolean readOnly) throws IOException {
        return new SelectCommand(in.sp().mailbox(), readOnly);
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        user.unselect(); // also when the new one cannot be opened
        var mailbox = user.access(name).require(Right.READ);
        Selected selected = user.select(mailbox, readOnly);
        selected.tellKeywords(out);
        var table = selected.table();
        out.raw("* ").number(table.count()).raw(" EXISTS").crlf();
        out.raw("* ").number(table.recentCount()).raw(" RECENT").crlf();
        if (table.firstUnseen() > 0) {
            out.untaggedOk(ResponseCode.number("UNSEEN", table.firstUnseen()), "First unseen");
        }
        selected.tellPermanentFlags(out);
        out.untaggedOk(ResponseCode.number("UIDVALIDITY", selected.uidValidity()), "UIDs valid");
        out.untaggedOk(ResponseCode.number("UIDNEXT", selected.uidNext()), "Predicted next UID");
        out.untaggedOk(ResponseCode.mailboxId(selected.id()), "Its name for ever");
        return Completion.ok(
                selected.readOnly() ? ResponseCode.READ_ONLY : ResponseCode.READ_WRITE,
                readOnly ? "EXAMINE completed" : "SELECT completed");
    }
}

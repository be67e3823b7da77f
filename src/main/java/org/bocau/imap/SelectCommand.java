package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.Mailbox;

/** SELECT and EXAMINE: open a mailbox, the latter read-only. RFC 3501 §6.3.1, §6.3.2. */
record SelectCommand(String name, boolean readOnly) implements ImapCommand.AfterLogin {
    static SelectCommand parse(ImapReader in, boolean readOnly) throws IOException {
        return new SelectCommand(in.sp().mailbox(), readOnly);
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        user.unselect(); // also when the new one cannot be opened
        Mailbox mailbox = user.mailbox(name);
        Selected selected = user.select(mailbox, readOnly);
        selected.tellKeywords(out);
        var table = selected.table();
        out.raw("* ").number(table.count()).raw(" EXISTS").crlf();
        out.raw("* ").number(table.recentCount()).raw(" RECENT").crlf();
        if (table.firstUnseen() > 0) {
            out.untaggedOk(ResponseCode.number("UNSEEN", table.firstUnseen()), "First unseen");
        }
        out.raw("* OK [PERMANENTFLAGS ");
        if (readOnly) {
            out.raw("()] No permanent flags permitted").crlf();
        } else {
            String flags = "(\\Seen \\Answered \\Flagged \\Deleted \\Draft";
            out.raw(flags);
            for (String keyword : selected.allFlags().keywords()) {
                out.raw(" ").raw(keyword);
            }
            out.raw(" \\*)] New keywords may be made").crlf();
        }
        out.untaggedOk(ResponseCode.number("UIDVALIDITY", selected.uidValidity()), "UIDs valid");
        out.untaggedOk(ResponseCode.number("UIDNEXT", selected.uidNext()), "Predicted next UID");
        out.untaggedOk(ResponseCode.mailboxId(selected.id()), "Its name for ever");
        return readOnly
                ? Completion.ok(ResponseCode.READ_ONLY, "EXAMINE completed")
                : Completion.ok(ResponseCode.READ_WRITE, "SELECT completed");
    }
}

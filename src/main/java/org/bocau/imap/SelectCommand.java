package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.Right;
import org.jspecify.annotations.Nullable;

/**
 * SELECT and EXAMINE: open a mailbox, the latter read-only. RFC 3501 §6.3.1, §6.3.2.
 *
 * @param name as the client wrote it
 */
record SelectCommand(String name, boolean readOnly, boolean condstore, @Nullable QuickResync resync)
        implements ImapCommand.AfterLogin {
    static SelectCommand parse(ImapReader in, boolean readOnly) throws IOException {
        String name = in.sp().mailboxAsWritten();
        boolean condstore = false;
        QuickResync resync = null;
        if (in.takeIf(" (")) { // RFC 4466 §2.1
            do {
                switch (in.word()) {
                    case "CONDSTORE" -> condstore = true;
                    case "QRESYNC" -> {
                        if (resync != null) {
                            throw ImapRefusal.bad("QRESYNC may come once");
                        }
                        resync = QuickResync.parse(in.sp());
                    }
                    default -> throw ImapRefusal.bad("unknown parameter");
                }
            } while (in.takeIf(" "));
            in.expect(')');
        }
        return new SelectCommand(name, readOnly, condstore, resync);
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        if (resync != null) {
            user.requireEnabled(Extension.QRESYNC);
        }
        if (user.selected() != null) {
            user.unselect(); // also when the new one cannot be opened
            out.untaggedOk(ResponseCode.CLOSED, "Previous mailbox is closed"); // RFC 7162 §3.2.11
        }
        if (condstore) {
            user.knowsModseq(out);
        }
        var mailbox = user.access(name).require(Right.READ);
        Selected selected = user.select(mailbox, readOnly);
        selected.usable().tell(out);
        var table = selected.table();
        selected.tellCounts(out);
        if (user.rev2()) { // RFC 9051 §6.3.2: the name as it is, no UNSEEN
            ListCommand.tellName(mailbox.mailbox(), name, out);
        } else if (table.firstUnseen() > 0) {
            out.untaggedOk(ResponseCode.number("UNSEEN", table.firstUnseen()), "First unseen");
        }
        selected.tellPermanentFlags(out);
        out.untaggedOk(ResponseCode.number("UIDVALIDITY", selected.uidValidity()), "UIDs valid");
        out.untaggedOk(ResponseCode.number("UIDNEXT", selected.uidNext()), "Predicted next UID");
        selected.tellHighestModseq(out);
        out.untaggedOk(ResponseCode.mailboxId(selected.id()), "Its name for ever");
        if (resync != null) {
            resync.answer(selected, out);
        }
        return Completion.ok(
                selected.readOnly() ? ResponseCode.READ_ONLY : ResponseCode.READ_WRITE,
                readOnly ? "EXAMINE completed" : "SELECT completed");
    }
}

package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.FlagEdit;
import org.bocau.mailbox.FlagEdit.Action;
import org.bocau.mailbox.UidSet;

/** STORE and UID STORE: change flags. RFC 3501 §6.4.6. */
record StoreCommand(MessageSet messages, FlagEdit edit, boolean silent)
        implements ImapCommand.OnMailbox {
    static StoreCommand parse(ImapReader in, Numbering numbering) {
        MessageSet messages = in.sp().messageSet(numbering);
        String item = in.sp().word();
        boolean silent = item.endsWith(".SILENT");
        Action action =
                switch (silent ? item.substring(0, item.length() - 7) : item) {
                    case "FLAGS" -> Action.REPLACE;
                    case "+FLAGS" -> Action.ADD;
                    case "-FLAGS" -> Action.REMOVE;
                    default -> throw ImapRefusal.bad("FLAGS, +FLAGS or -FLAGS expected");
                };
        return new StoreCommand(
                messages, new FlagEdit(action, FlagList.parseMaybeBare(in.sp())), silent);
    }

    @Override
    public Completion run(Selected mailbox, ImapWriter out) throws IOException {
        mailbox.requireWritable();
        UidSet uids = mailbox.resolve(messages, out);
        int gone = uids.isEmpty() ? 0 : mailbox.edit(uids, edit, silent, out);
        return gone == 0
                ? Completion.ok("STORE completed")
                : Completion.ok(ResponseCode.EXPUNGEISSUED, "Some messages are gone");
    }
}

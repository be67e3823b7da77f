package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.FlagEdit;
import org.bocau.mailbox.FlagEdit.Action;
import org.bocau.mailbox.Flags;
import org.bocau.mailbox.Rights;
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

    /**
     * RFC 4314 §4: flags that the user may not change are passed over, for many clients take a NO
     * badly; only where nothing would be left to do it is one.
     *
     * @throws ImapRefusal {@code NO [NOPERM]}
     */
    private FlagEdit allowed(Rights rights) {
        var allowed = new FlagEdit(edit.action(), edit.flags(), rights);
        boolean nothingLeft =
                edit.flags().equals(Flags.NONE)
                        ? edit.action() == Action.REPLACE && rights.settableFlags() == 0
                        : allowed.flags().equals(Flags.NONE);
        if (nothingLeft) {
            throw ImapRefusal.noPermission();
        }
        return allowed;
    }

    @Override
    public Completion run(Selected mailbox, ImapWriter out) throws IOException {
        mailbox.requireWritable();
        FlagEdit allowed = allowed(mailbox.rights());
        UidSet uids = mailbox.resolve(messages, out);
        int gone = uids.isEmpty() ? 0 : mailbox.edit(uids, allowed, silent, out);
        return gone == 0
                ? Completion.ok("STORE completed")
                : Completion.ok(ResponseCode.EXPUNGEISSUED, "Some messages are gone");
    }
}

package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.FlagEdit;
import org.bocau.mailbox.FlagEdit.Action;
import org.bocau.mailbox.Flags;
import org.bocau.mailbox.Rights;
import org.bocau.mailbox.UidSet;
import org.jspecify.annotations.Nullable;

/**
 * STORE and UID STORE: change flags. RFC 3501 §6.4.6.
 *
 * @param unchangedSince messages with a higher mod-sequence are left alone (RFC 7162 §3.1.3); null
 *     for no condition
 */
record StoreCommand(
        MessageSet messages, @Nullable Long unchangedSince, FlagEdit edit, boolean silent)
        implements ImapCommand.OnMailbox {
    static StoreCommand parse(ImapReader in, Numbering numbering) {
        MessageSet messages = in.sp().messageSet(numbering);
        Long unchangedSince = null;
        if (in.sp().takeIf("(")) {
            if (!in.word().equals("UNCHANGEDSINCE")) {
                throw ImapRefusal.bad("unknown STORE modifier");
            }
            unchangedSince = in.sp().modSequence();
            in.expect(')').sp();
        }
        String item = in.word();
        boolean silent = item.endsWith(".SILENT");
        Action action =
                switch (silent ? item.substring(0, item.length() - 7) : item) {
                    case "FLAGS" -> Action.REPLACE;
                    case "+FLAGS" -> Action.ADD;
                    case "-FLAGS" -> Action.REMOVE;
                    default -> throw ImapRefusal.bad("FLAGS, +FLAGS or -FLAGS expected");
                };
        var edit = new FlagEdit(action, FlagList.parseMaybeBare(in.sp()));
        return new StoreCommand(messages, unchangedSince, edit, silent);
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
        var condition =
                unchangedSince == null
                        ? null
                        : new UnchangedSince(unchangedSince, mailbox.table().messages());
        UidSet uids = mailbox.resolve(messages, out);
        if (condition != null) {
            mailbox.user().knowsModseq(out);
        }
        if (uids.isEmpty()) {
            return Completion.ok("STORE completed");
        }
        int known = mailbox.table().countIn(uids);
        var edited = mailbox.edit(uids, allowed, silent, condition, out);
        if (!edited.leftAlone().isEmpty()) {
            var numbers = mailbox.table().numbers(edited.leftAlone(), messages.numbering());
            return Completion.ok(ResponseCode.modified(numbers), "Conditional STORE failed");
        }
        return edited.stored().size() == known
                ? Completion.ok("STORE completed")
                : Completion.ok(ResponseCode.EXPUNGEISSUED, "Some messages are gone");
    }
}

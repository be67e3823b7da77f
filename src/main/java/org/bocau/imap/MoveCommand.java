package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.Mailbox;
import org.bocau.mailbox.UidSet;

/** MOVE and UID MOVE: all or none, in one transaction. RFC 6851. */
record MoveCommand(MessageSet messages, String target) implements ImapCommand.OnMailbox {
    static MoveCommand parse(ImapReader in, Numbering numbering) throws IOException {
        MessageSet messages = in.sp().messageSet(numbering);
        return new MoveCommand(messages, in.sp().mailbox());
    }

    @Override
    public Completion run(Selected mailbox, ImapWriter out) throws IOException {
        mailbox.requireWritable();
        UidSet uids = mailbox.resolve(messages, out);
        Mailbox to = mailbox.user().target(target);
        if (!uids.isEmpty()) {
            var code = CopyCommand.copyUid(mailbox.store().move(mailbox.id(), uids, to.id()));
            if (code != null) { // RFC 6851 §4.3: before the EXPUNGEs
                out.untaggedOk(code, "Moved");
            }
        }
        return Completion.ok("MOVE completed");
    }
}

package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.Access;
import org.bocau.mailbox.Right;
import org.bocau.mailbox.UidSet;

/** MOVE and UID MOVE: all or none, in one transaction. RFC 6851. */
record MoveCommand(MessageSet messages, String target) implements ImapCommand.OnMailbox {
    static MoveCommand parse(ImapReader in, Numbering numbering) throws IOException {
        MessageSet messages = in.sp().messageSet(numbering);
        return new MoveCommand(messages, in.sp().mailbox());
    }

    @Override
    public Completion run(Selected mailbox, ImapWriter out) throws IOException {
        mailbox.require(Right.DELETED); // it is COPY, STORE and EXPUNGE: RFC 6851 §3.3
        mailbox.require(Right.EXPUNGE);
        UidSet uids = mailbox.resolve(messages, out);
        Access to = mailbox.user().target(target);
        if (!uids.isEmpty()) {
            long quota = mailbox.user().quotaOctets(to.id().account());
            var session = mailbox.user().session();
            var moved =
                    session.patiently(() -> mailbox.store().move(mailbox.id(), uids, to, quota));
            var code = CopyCommand.copyUid(moved, to);
            if (code != null) { // RFC 6851 §4.3: before the EXPUNGEs
                out.untaggedOk(code, "Moved");
            }
        }
        return Completion.ok("MOVE completed");
    }
}

package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.Right;

/** DELETEACL: takes an identifier off a mailbox's list. RFC 4314 §3.2. */
record DeleteAclCommand(String name, String identifier) implements ImapCommand.AfterLogin {
    static DeleteAclCommand parse(ImapReader in) throws IOException {
        String name = in.sp().mailbox();
        return new DeleteAclCommand(name, SetAclCommand.identifier(in.sp()));
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) {
        var mailbox = user.access(name).require(Right.ADMINISTER);
        user.session().store().lists().remove(mailbox.id(), identifier);
        return Completion.ok("DELETEACL completed");
    }
}

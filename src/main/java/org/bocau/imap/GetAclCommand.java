package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.Right;

/** GETACL: who may do what in a mailbox. RFC 4314 §3.3, §3.6. */
record GetAclCommand(String name) implements ImapCommand.AfterLogin {
    static GetAclCommand parse(ImapReader in) throws IOException {
        return new GetAclCommand(in.sp().mailbox());
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        var mailbox = user.access(name).require(Right.ADMINISTER);
        out.raw("* ACL ").mailbox(mailbox.mailbox().name());
        for (var entry : user.session().store().lists().entries(mailbox.id())) {
            out.raw(" ").identifier(entry.identifier());
            out.raw(" ").raw(entry.rights().withObsolete());
        }
        out.crlf();
        return Completion.ok("GETACL completed");
    }
}

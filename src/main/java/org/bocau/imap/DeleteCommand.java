package org.bocau.imap;

import java.io.IOException;

/** DELETE: removes a mailbox; with inferiors its name stays. RFC 3501 §6.3.4. */
record DeleteCommand(String name) implements ImapCommand.AfterLogin {
    static DeleteCommand parse(ImapReader in) throws IOException {
        return new DeleteCommand(in.sp().mailbox());
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) {
        user.namespaces().delete(user.account(), name);
        return Completion.ok("DELETE completed");
    }
}

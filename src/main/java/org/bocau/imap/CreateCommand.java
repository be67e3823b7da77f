package org.bocau.imap;

import java.io.IOException;

/** CREATE: makes a mailbox and the levels above it. RFC 3501 §6.3.3. */
record CreateCommand(String name) implements ImapCommand.AfterLogin {
    static CreateCommand parse(ImapReader in) throws IOException {
        return new CreateCommand(in.sp().mailbox());
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) {
        user.mailboxes().create(user.account().id(), name, null);
        return Completion.ok("CREATE completed");
    }
}

package org.bocau.imap;

import java.io.IOException;

/** RENAME: inferiors move along; INBOX's messages move out of it. RFC 3501 §6.3.5. */
record RenameCommand(String from, String to) implements ImapCommand.AfterLogin {
    static RenameCommand parse(ImapReader in) throws IOException {
        String from = in.sp().mailbox();
        return new RenameCommand(from, in.sp().mailbox());
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) {
        user.namespaces().rename(user.account(), from, to);
        return Completion.ok("RENAME completed");
    }
}

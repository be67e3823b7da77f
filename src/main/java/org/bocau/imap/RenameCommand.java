package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.Namespaces;

/**
 * RENAME: inferiors move along; INBOX's messages move out of it. RFC 3501 §6.3.5.
 *
 * @param from as the client wrote it, like {@code to}
 */
record RenameCommand(String from, String to) implements ImapCommand.AfterLogin {
    static RenameCommand parse(ImapReader in) throws IOException {
        String from = in.sp().mailboxAsWritten();
        return new RenameCommand(from, in.sp().mailboxAsWritten());
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        String source = Namespaces.canonical(from);
        String target = Namespaces.canonical(to);
        user.namespaces().rename(user.account(), source, target);
        if (source.equals("INBOX")) { // it is there as before: the other one is new
            ListCommand.tellNormalised(user, "", to, target, out);
        } else if (!from.equals(source) || !to.equals(target)) { // RFC 9051 §6.3.6
            ListCommand.tellNormalised(user, "", from, target, out);
        }
        return Completion.ok("RENAME completed");
    }
}

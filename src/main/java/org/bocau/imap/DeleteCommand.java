package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.Namespaces;

/**
 * DELETE: removes a mailbox; with inferiors its name stays. RFC 3501 §6.3.4.
 *
 * @param name as the client wrote it
 */
record DeleteCommand(String name) implements ImapCommand.AfterLogin {
    static DeleteCommand parse(ImapReader in) throws IOException {
        return new DeleteCommand(in.sp().mailboxAsWritten());
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        String canonical = Namespaces.canonical(name);
        user.namespaces().delete(user.account(), canonical);
        boolean stays = user.namespaces().find(user.account(), canonical).isPresent();
        String attribute = stays ? "\\Noselect" : "\\NonExistent";
        ListCommand.tellNormalised(user, attribute, name, canonical, out); // RFC 9051 §6.3.5
        return Completion.ok("DELETE completed");
    }
}

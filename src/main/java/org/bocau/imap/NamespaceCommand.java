package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.Namespaces;

/** NAMESPACE: one's own mailboxes, and those that other users share. RFC 2342. */
record NamespaceCommand() implements ImapCommand.AfterLogin {
    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        out.untagged("NAMESPACE ((\"\" \"/\")) ((\"" + Namespaces.SHARED + "\" \"/\")) NIL");
        return Completion.ok("NAMESPACE completed");
    }
}

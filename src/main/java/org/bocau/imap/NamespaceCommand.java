package org.bocau.imap;

import java.io.IOException;

/** NAMESPACE: all there is are one's own mailboxes. RFC 2342. */
record NamespaceCommand() implements ImapCommand.AfterLogin {
    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        out.untagged("NAMESPACE ((\"\" \"/\")) NIL NIL");
        return Completion.ok("NAMESPACE completed");
    }
}

package org.bocau.imap;

import java.io.IOException;

/** CAPABILITY: says what the server can do. RFC 3501 §6.1.1. */
record CapabilityCommand() implements ImapCommand.AnyState {
    @Override
    public Completion run(ImapSession session, ImapWriter out) throws IOException {
        out.untagged(session.capabilities());
        return Completion.ok("CAPABILITY completed");
    }
}

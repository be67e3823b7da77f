package org.bocau.imap;

import java.io.IOException;

/** ID: tells each other's name. What the client says is read and forgotten. RFC 2971. */
record IdCommand() implements ImapCommand.AnyState {
    private static final int MOST_FIELDS = 30; // RFC 2971 §3.3

    static IdCommand parse(ImapReader in) throws IOException {
        in.sp();
        if (in.takeIf("NIL")) {
            return new IdCommand();
        }
        in.expect('(');
        for (int fields = 0; !in.takeIf(")"); fields++) {
            if (fields == MOST_FIELDS) {
                throw ImapRefusal.bad("too many fields");
            }
            if (fields > 0) {
                in.sp();
            }
            in.string();
            in.sp().nstring();
        }
        return new IdCommand();
    }

    @Override
    public Completion run(ImapSession session, ImapWriter out) throws IOException {
        out.untagged("ID (\"name\" \"Bo Cau\" \"vendor\" \"bocau.org\")");
        return Completion.ok("ID completed");
    }
}

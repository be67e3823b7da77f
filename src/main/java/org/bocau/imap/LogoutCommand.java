package org.bocau.imap;

import java.io.IOException;

/** LOGOUT: says good-bye and closes. RFC 3501 §6.1.3. */
record LogoutCommand() implements ImapCommand.AnyState {
    @Override
    public Completion run(ImapSession session, ImapWriter out) throws IOException {
        out.untagged("BYE Bo Cau logging out");
        return Completion.okThen(Completion.Next.CLOSE, "LOGOUT completed");
    }
}

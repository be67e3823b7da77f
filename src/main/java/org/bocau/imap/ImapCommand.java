package org.bocau.imap;

import java.io.IOException;

/** A command whose syntax was right. Its type says the state it needs. RFC 3501 §3. */
sealed interface ImapCommand {
    /** Allowed before and after login. */
    non-sealed interface AnyState extends ImapCommand {
        Completion run(ImapSession session, ImapWriter out) throws IOException;
    }

    /** Allowed before login only. */
    non-sealed interface NotAuthenticated extends ImapCommand {
        Completion run(ImapSession session, ImapWriter out) throws IOException;
    }

    /** Allowed once logged in, with or without a mailbox selected. */
    non-sealed interface AfterLogin extends ImapCommand {
        Completion run(Authenticated user, ImapWriter out) throws IOException;
    }

    /** Needs a selected mailbox. */
    non-sealed interface OnMailbox extends ImapCommand {
        Completion run(Selected mailbox, ImapWriter out) throws IOException;
    }
}

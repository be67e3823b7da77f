package org.bocau.imap;

import java.io.IOException;

/**
 * SUBSCRIBE and UNSUBSCRIBE: the names LSUB shows; own ones need not exist. RFC 3501 §6.3.6,
 * §6.3.7.
 */
record SubscribeCommand(String name, boolean wanted) implements ImapCommand.AfterLogin {
    static SubscribeCommand parse(ImapReader in, boolean wanted) throws IOException {
        return new SubscribeCommand(in.sp().mailbox(), wanted);
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) {
        if (wanted) {
            user.namespaces().subscribe(user.account(), name);
            return Completion.ok("SUBSCRIBE completed");
        }
        user.namespaces().unsubscribe(user.account(), name);
        return Completion.ok("UNSUBSCRIBE completed");
    }
}

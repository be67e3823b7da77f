package org.bocau.imap;

/**
 * UNAUTHENTICATE: the connection is as new, but for TLS; a selected mailbox is left without
 * expunging. RFC 8437 §3.
 */
record UnauthenticateCommand() implements ImapCommand.AfterLogin {
    @Override
    public Completion run(Authenticated user, ImapWriter out) {
        return user.session().unauthenticate();
    }
}

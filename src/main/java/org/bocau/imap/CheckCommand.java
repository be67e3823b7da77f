package org.bocau.imap;

/** CHECK: everything is on disk always, so it is NOOP. RFC 3501 §6.4.1. */
record CheckCommand() implements ImapCommand.OnMailbox {
    @Override
    public Completion run(Selected mailbox, ImapWriter out) {
        return Completion.ok("CHECK completed");
    }
}

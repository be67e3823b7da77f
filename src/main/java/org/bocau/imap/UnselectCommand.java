package org.bocau.imap;

/** UNSELECT: CLOSE that removes nothing. RFC 3691. */
record UnselectCommand() implements ImapCommand.OnMailbox {
    @Override
    public Completion run(Selected mailbox, ImapWriter out) {
        mailbox.user().unselect();
        return Completion.ok("UNSELECT completed");
    }
}

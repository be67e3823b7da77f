package org.bocau.imap;

import org.bocau.mailbox.Right;

/** CLOSE: removes what is \Deleted without a word, unless read-only. RFC 3501 §6.4.2. */
record CloseCommand() implements ImapCommand.OnMailbox {
    @Override
    public Completion run(Selected mailbox, ImapWriter out) {
        if (!mailbox.readOnly() && mailbox.may(Right.EXPUNGE)) { // RFC 4314 §4
            mailbox.store().expunge(mailbox.id(), null);
        }
        mailbox.user().unselect();
        return Completion.ok("CLOSE completed");
    }
}

package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.Right;
import org.bocau.mailbox.UidSet;
import org.jspecify.annotations.Nullable;

/**
 * EXPUNGE and UID EXPUNGE: removes what is \Deleted. RFC 3501 §6.4.3, RFC 4315 §2.1. The client
 * hears of it as every session does, from {@link Selected#sync}.
 *
 * @param messages null for all
 */
record ExpungeCommand(@Nullable MessageSet messages) implements ImapCommand.OnMailbox {
    static ExpungeCommand all() {
        return new ExpungeCommand(null);
    }

    static ExpungeCommand parse(ImapReader in) {
        return new ExpungeCommand(in.sp().messageSet(Numbering.UID));
    }

    @Override
    public Completion run(Selected mailbox, ImapWriter out) throws IOException {
        mailbox.require(Right.EXPUNGE);
        UidSet uids = messages == null ? null : mailbox.resolve(messages, out);
        if (uids == null || !uids.isEmpty()) {
            mailbox.store().expunge(mailbox.id(), uids);
        }
        return Completion.ok("EXPUNGE completed");
    }
}

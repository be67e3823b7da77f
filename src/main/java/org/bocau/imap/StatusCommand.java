package org.bocau.imap;

import java.io.IOException;
import java.util.List;

/** STATUS: counters of a mailbox without selecting it. RFC 3501 §6.3.10. */
record StatusCommand(String name, List<StatusItem> items) implements ImapCommand.AfterLogin {
    static StatusCommand parse(ImapReader in) throws IOException {
        String name = in.sp().mailbox();
        return new StatusCommand(name, StatusItem.parseList(in.sp()));
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        var mailbox = user.mailbox(name);
        if (items.contains(StatusItem.HIGHESTMODSEQ)) {
            user.knowsModseq(out);
        }
        StatusItem.write(mailbox, items, user.store(), out);
        return Completion.ok("STATUS completed");
    }
}

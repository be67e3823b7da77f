package org.bocau.imap;

import java.io.IOException;
import java.util.List;
import org.bocau.mailbox.Mailbox;

/** STATUS: counters of a mailbox without selecting it. RFC 3501 §6.3.10. */
record StatusCommand(String name, List<StatusItem> items) implements ImapCommand.AfterLogin {
    static StatusCommand parse(ImapReader in) throws IOException {
        String name = in.sp().mailbox();
        return new StatusCommand(name, StatusItem.parseList(in.sp()));
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        Mailbox mailbox = user.mailbox(name);
        out.raw("* STATUS ").mailbox(mailbox.name()).raw(" (");
        String before = "";
        for (StatusItem item : items) {
            out.raw(before).raw(item.name()).raw(" ").number(item.of(mailbox, user.store()));
            before = " ";
        }
        out.raw(")").crlf();
        return Completion.ok("STATUS completed");
    }
}

package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.Mailbox;

/**
 * LIST: the names that match. RFC 3501 §6.3.8; the attributes are RFC 3348's and RFC 6154's, always
 * given (quirk 8: Outlook reads them from a plain LIST).
 */
record ListCommand(String reference, String pattern) implements ImapCommand.AfterLogin {
    static ListCommand parse(ImapReader in) throws IOException {
        String reference = in.sp().listMailbox();
        return new ListCommand(reference, in.sp().listMailbox());
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        if (pattern.isEmpty()) { // asks for the delimiter and the root of the reference
            out.untagged("LIST (\\Noselect) \"/\" \"\"");
            return Completion.ok("LIST completed");
        }
        var wanted = new ListPattern(reference + pattern);
        var all = user.mailboxes().list(user.account().id());
        var tree = new MailboxTree(all);
        for (Mailbox mailbox : all) {
            if (wanted.matches(mailbox.name())) {
                out.raw("* LIST ").raw(tree.attributes(mailbox)).raw(" \"/\" ");
                out.mailbox(mailbox.name()).crlf();
            }
        }
        return Completion.ok("LIST completed");
    }
}

package org.bocau.imap;

import java.io.IOException;
import java.util.TreeMap;
import org.bocau.mailbox.Mailbox;

/**
 * LSUB: the subscribed names that match. RFC 3501 §6.3.9. A name that is gone, and a level above a
 * subscribed name that {@code %} stops at, are \Noselect (quirk 17).
 */
record LsubCommand(String reference, String pattern) implements ImapCommand.AfterLogin {
    static LsubCommand parse(ImapReader in) throws IOException {
        String reference = in.sp().listMailbox();
        return new LsubCommand(reference, in.sp().listMailbox());
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        var wanted = new ListPattern(reference + pattern);
        var tree = new MailboxTree(user.mailboxes().list(user.account().id()));
        var found = new TreeMap<String, String>();
        for (String name : user.mailboxes().subscriptions(user.account().id())) {
            if (wanted.matches(name)) {
                Mailbox mailbox = tree.find(name);
                found.put(name, mailbox == null ? "(\\Noselect)" : tree.attributes(mailbox));
            } else if (pattern.endsWith("%")) {
                MailboxTree.superiors(name).stream()
                        .filter(wanted::matches)
                        .forEach(superior -> found.putIfAbsent(superior, "(\\Noselect)"));
            }
        }
        for (var name : found.entrySet()) {
            out.raw("* LSUB ").raw(name.getValue()).raw(" \"/\" ").mailbox(name.getKey()).crlf();
        }
        return Completion.ok("LSUB completed");
    }
}

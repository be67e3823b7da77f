package org.bocau.imap;

import java.io.IOException;
import java.util.List;
import java.util.TreeMap;

/**
 * LSUB: the subscribed names that match. RFC 3501 §6.3.9. A name that is gone, and a level above a
 * subscribed name that {@code %} stops at, are \Noselect (quirk 17).
 */
record LsubCommand(String reference, String pattern) implements ImapCommand.AfterLogin {
    private static final List<String> NOSELECT = List.of("\\Noselect");

    static LsubCommand parse(ImapReader in) throws IOException {
        String reference = in.sp().listMailbox();
        return new LsubCommand(reference, in.sp().listMailbox());
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        var wanted = new ListPattern(reference + pattern);
        var tree = new MailboxTree(user.namespaces().list(user.account()));
        var found = new TreeMap<String, List<String>>();
        for (String name : user.mailboxes().subscriptions(user.account().id())) {
            if (wanted.matches(name)) {
                boolean gone = tree.find(name) == null;
                found.put(name, gone ? NOSELECT : tree.attributesOf(name));
            } else if (pattern.endsWith("%")) {
                MailboxTree.superiors(name).stream()
                        .filter(wanted::matches)
                        .forEach(superior -> found.putIfAbsent(superior, NOSELECT));
            }
        }
        for (var name : found.entrySet()) {
            ListCommand.begin("LSUB", name.getValue(), name.getKey(), out);
            out.crlf();
        }
        return Completion.ok("LSUB completed");
    }
}

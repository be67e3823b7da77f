package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.AccessLists.Change;
import org.bocau.mailbox.Right;
import org.bocau.mailbox.Rights;

/** SETACL: gives and takes rights on a mailbox. RFC 4314 §3.1. */
record SetAclCommand(String name, String identifier, Change change, Rights rights)
        implements ImapCommand.AfterLogin {
    static SetAclCommand parse(ImapReader in) throws IOException {
        String name = in.sp().mailbox();
        String identifier = identifier(in.sp());
        String text = in.sp().astringUtf8();
        Change change =
                text.startsWith("+")
                        ? Change.ADD
                        : text.startsWith("-") ? Change.REMOVE : Change.REPLACE;
        String letters = change == Change.REPLACE ? text : text.substring(1);
        try {
            return new SetAclCommand(name, identifier, change, Rights.parse(letters));
        } catch (IllegalArgumentException unknown) { // never ignored silently: §3.1
            throw ImapRefusal.bad("no such right");
        }
    }

    /**
     * @throws ImapRefusal BAD, there is none. RFC 4314 §3
     */
    static String identifier(ImapReader in) throws IOException {
        String identifier = in.astringUtf8().strip();
        if (identifier.isEmpty() || identifier.equals("-")) {
            throw ImapRefusal.bad("identifier expected");
        }
        return identifier;
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) {
        var mailbox = user.access(name).require(Right.ADMINISTER);
        user.session().store().lists().set(mailbox.id(), identifier, change, rights);
        return Completion.ok("SETACL completed");
    }
}

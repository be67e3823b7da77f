package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.Right;
import org.bocau.mailbox.Rights;

/**
 * LISTRIGHTS: what an identifier may be given. RFC 4314 §3.4, §3.7. Here each right can be given
 * without the others, except to the owner, who has them all.
 */
record ListRightsCommand(String name, String identifier) implements ImapCommand.AfterLogin {
    static ListRightsCommand parse(ImapReader in) throws IOException {
        String name = in.sp().mailbox();
        return new ListRightsCommand(name, in.sp().astringUtf8());
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        var mailbox = user.access(name).require(Right.ADMINISTER);
        Rights always = user.session().store().lists().always(mailbox.id(), identifier);
        out.raw("* LISTRIGHTS ").mailbox(mailbox.mailbox().name());
        out.raw(" ").identifier(identifier);
        out.raw(" ").raw(always.isEmpty() ? "\"\"" : always.withObsolete());
        String others = Rights.ALL.minus(always).withObsolete();
        for (int i = 0; i < others.length(); i++) {
            out.raw(" ").raw(others.substring(i, i + 1));
        }
        out.crlf();
        return Completion.ok("LISTRIGHTS completed");
    }
}

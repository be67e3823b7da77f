package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.Access;
import org.bocau.mailbox.Right;
import org.bocau.mailbox.Rights;

/** MYRIGHTS: what the user may do in a mailbox. RFC 4314 §3.5, §3.8. */
record MyRightsCommand(String name) implements ImapCommand.AfterLogin {
    /** RFC 4314 §4: whoever has none of these is not told that there is such a mailbox. */
    private static final Rights ANY =
            Rights.of(
                    Right.LOOKUP,
                    Right.READ,
                    Right.INSERT,
                    Right.CREATE,
                    Right.DELETE,
                    Right.ADMINISTER);

    static MyRightsCommand parse(ImapReader in) throws IOException {
        return new MyRightsCommand(in.sp().mailbox());
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        write(user.access(name).requireAny(ANY), out);
        return Completion.ok("MYRIGHTS completed");
    }

    /** {@code * MYRIGHTS mailbox rights}; LIST may ask for it too (RFC 8440). */
    static void write(Access mailbox, ImapWriter out) throws IOException {
        out.raw("* MYRIGHTS ").mailbox(mailbox.mailbox().name());
        out.raw(" ").raw(mailbox.rights().withObsolete()).crlf();
    }
}

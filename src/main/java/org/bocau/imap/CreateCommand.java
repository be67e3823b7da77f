package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.SpecialUse;
import org.jspecify.annotations.Nullable;

/**
 * CREATE: makes a mailbox and the levels above it. RFC 3501 §6.3.3, RFC 4466 §2.2; {@code (USE
 * (\Sent))} is RFC 6154 §3.
 */
record CreateCommand(String name, @Nullable SpecialUse use) implements ImapCommand.AfterLogin {
    private static final ResponseCode USEATTR = new ResponseCode("USEATTR");

    static CreateCommand parse(ImapReader in) throws IOException {
        String name = in.sp().mailboxAsWritten();
        return new CreateCommand(name, in.takeIf(" (USE (") ? use(in) : null);
    }

    /** One use or none: a mailbox here has no more. */
    private static @Nullable SpecialUse use(ImapReader in) {
        if (in.takeIf("))")) {
            return null;
        }
        String attribute = "\\" + in.expect('\\').atom();
        if (in.peek() == ' ') {
            throw ImapRefusal.no(USEATTR, "A mailbox has one use");
        }
        in.expect(')').expect(')');
        for (SpecialUse use : SpecialUse.values()) {
            if (use.text().equalsIgnoreCase(attribute)) {
                return use;
            }
        }
        throw ImapRefusal.no(USEATTR, "No such use here");
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        var made = user.namespaces().create(user.account(), name, use);
        String wanted = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        if (user.rev2() && !wanted.equals(made.mailbox().name())) { // RFC 9051 §6.3.4
            ListCommand.tellName(made.mailbox(), wanted, out);
        }
        return Completion.ok(ResponseCode.mailboxId(made.id()), "CREATE completed");
    }
}

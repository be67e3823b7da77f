package org.bocau.imap;

import java.io.IOException;
import org.bocau.account.AccountId;
import org.bocau.mailbox.Namespaces;
import org.bocau.mailbox.Right;

/**
 * GETQUOTAROOT: which quota root limits a mailbox, and how far it is used. One's own need not
 * exist: it may be asked for before it is made. Another's must be one that may be read. RFC 9208
 * §4.1.2.
 */
record GetQuotaRootCommand(String mailbox) implements ImapCommand.AfterLogin {
    static GetQuotaRootCommand parse(ImapReader in) throws IOException {
        return new GetQuotaRootCommand(in.sp().mailbox());
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        QuotaRoot quota = QuotaRoot.of(user, owner(user));
        out.raw("* QUOTAROOT ").mailbox(mailbox);
        if (quota != null) {
            out.raw(" ").raw(ImapWriter.astring(quota.name()));
        }
        out.crlf();
        if (quota != null) {
            quota.write(out);
        }
        return Completion.ok("GETQUOTAROOT completed");
    }

    private AccountId owner(Authenticated user) {
        return mailbox.startsWith(Namespaces.SHARED)
                ? user.access(mailbox).require(Right.READ).id().account()
                : user.account().id();
    }
}

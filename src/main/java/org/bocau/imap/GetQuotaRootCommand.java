package org.bocau.imap;

import java.io.IOException;

/**
 * GETQUOTAROOT: which quota root limits a mailbox, and how far it is used. The mailbox need not
 * exist: it may be asked for before it is made. RFC 9208 §4.1.2.
 */
record GetQuotaRootCommand(String mailbox) implements ImapCommand.AfterLogin {
    static GetQuotaRootCommand parse(ImapReader in) throws IOException {
        return new GetQuotaRootCommand(in.sp().mailbox());
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        QuotaRoot quota = QuotaRoot.of(user);
        out.raw("* QUOTAROOT ").mailbox(mailbox);
        if (quota != null) {
            out.raw(" ").raw(ImapWriter.astring(QuotaRoot.NAME));
        }
        out.crlf();
        if (quota != null) {
            quota.write(out);
        }
        return Completion.ok("GETQUOTAROOT completed");
    }
}

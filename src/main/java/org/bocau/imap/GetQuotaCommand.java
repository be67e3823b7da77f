package org.bocau.imap;

import java.io.IOException;

/** GETQUOTA: use and limit of the user's own quota root. RFC 9208 §4.1.1. */
record GetQuotaCommand(String root) implements ImapCommand.AfterLogin {
    static GetQuotaCommand parse(ImapReader in) throws IOException {
        return new GetQuotaCommand(in.sp().astringUtf8());
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        QuotaRoot quota =
                root.equals(QuotaRoot.OWN) ? QuotaRoot.of(user, user.account().id()) : null;
        if (quota == null) {
            throw ImapRefusal.no(ResponseCode.NONEXISTENT, "No such quota root");
        }
        quota.write(out);
        return Completion.ok("GETQUOTA completed");
    }
}

package org.bocau.imap;

import java.io.IOException;

/**
 * SETQUOTA: read and refused. Limits are set in the console, which keeps an audit trail, so the
 * capability QUOTASET is not announced. RFC 9208 §4.1.3.
 */
record SetQuotaCommand(String root) implements ImapCommand.AfterLogin {
    static SetQuotaCommand parse(ImapReader in) throws IOException {
        String root = in.sp().astringUtf8();
        in.sp().expect('(');
        boolean first = true;
        while (!in.takeIf(")")) {
            if (!first) {
                in.sp();
            }
            first = false;
            String _ = in.atom();
            long _ = in.sp().number();
        }
        return new SetQuotaCommand(root);
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) {
        throw ImapRefusal.no(ResponseCode.NOPERM, "Quotas are set by the administrator");
    }
}

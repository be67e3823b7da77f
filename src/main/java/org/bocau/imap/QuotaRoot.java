package org.bocau.imap;

import java.io.IOException;
import org.bocau.account.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * What limits the mailboxes of an account: octets, counted by whole KiB. An account without a limit
 * has no quota root. RFC 9208 §3.2, §5.1; all of it is understood by clients of RFC 2087.
 *
 * @param name tells the owners apart of mailboxes that others share
 * @param usedOctets what the account holds now
 * @param limitOctets never 0
 */
record QuotaRoot(String name, long usedOctets, long limitOctets) {
    /** The user's own. RFC 9208 §3.2 leaves names to servers; the examples use this one. */
    static final String OWN = "";

    private static final int UNIT = 1024; // octets of STORAGE, RFC 9208 §5.1

    /** Null when the account may hold whatever comes. */
    static @Nullable QuotaRoot of(Authenticated user, AccountId owner) {
        long limit = user.quotaOctets(owner);
        if (limit <= 0) {
            return null;
        }
        boolean own = owner.equals(user.account().id());
        String name = own ? OWN : "shared " + owner.value();
        return new QuotaRoot(name, user.store().usage(owner).octets(), limit);
    }

    /** {@code * QUOTA root (STORAGE used limit)}; what was begun counts. */
    void write(ImapWriter out) throws IOException {
        out.raw("* QUOTA ").raw(ImapWriter.astring(name)).raw(" (STORAGE ");
        out.number((usedOctets + UNIT - 1) / UNIT).raw(" ").number(limitOctets / UNIT);
        out.raw(")").crlf();
    }
}

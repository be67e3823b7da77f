package org.bocau.imap;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What limits the mailboxes of the account that is logged in: octets, counted by whole KiB. An
 * account without a limit has no quota root. RFC 9208 §3.2, §5.1; all of it is understood by
 * clients of RFC 2087.
 *
 * @param usedOctets what the account holds now
 * @param limitOctets never 0
 */
record QuotaRoot(long usedOctets, long limitOctets) {
    /** RFC 9208 §3.2 leaves names to servers; every example calls the only one so. */
    static final String NAME = "";

    private static final int UNIT = 1024; // octets of STORAGE, RFC 9208 §5.1

    /** Null when the account may hold whatever comes. */
    static @Nullable QuotaRoot of(Authenticated user) {
        long limit = user.quotaOctets(user.account().id());
        return limit <= 0
                ? null
                : new QuotaRoot(user.store().usage(user.account().id()).octets(), limit);
    }

    /** {@code * QUOTA root (STORAGE used limit)}; what was begun counts. */
    void write(ImapWriter out) throws IOException {
        out.raw("* QUOTA ").raw(ImapWriter.astring(NAME)).raw(" (STORAGE ");
        out.number((usedOctets + UNIT - 1) / UNIT).raw(" ").number(limitOctets / UNIT);
        out.raw(")").crlf();
    }
}

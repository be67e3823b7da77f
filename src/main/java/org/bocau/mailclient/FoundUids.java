package org.bocau.mailclient;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxDecoder;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

/**
 * An ESEARCH response. RFC 4731 §3.1, RFC 7377 §2.1, RFC 9394 §3.1.
 *
 * @param mailbox decoded name, empty where it is the selected one
 * @param count as told, or the number of UIDs
 * @param uids of ALL, or of PARTIAL, in the order given
 */
record FoundUids(String mailbox, long count, long[] uids) {
    /** More than one command is answered with is more than anybody looks at. */
    private static final int MOST = 1_000_000;

    static List<FoundUids> of(Response[] responses) {
        var found = new ArrayList<FoundUids>();
        for (var response : responses) {
            if (response instanceof IMAPResponse imap && imap.keyEquals("ESEARCH"))
                found.add(read(imap));
        }
        return found;
    }

    private static FoundUids read(IMAPResponse in) {
        var mailbox = "";
        in.skipSpaces();
        if (in.peekByte() == '(') mailbox = correlator(in);
        long count = -1;
        var uids = new long[0];
        while (true) {
            in.skipSpaces();
            var name = in.readAtom();
            if (name == null || name.isEmpty()) break;
            switch (name.toUpperCase(Locale.ROOT)) {
                case "UID" -> {}
                case "COUNT" -> count = in.readLong();
                case "ALL" -> uids = set(value(in));
                case "PARTIAL" -> uids = partial(in);
                default -> value(in);
            }
        }
        return new FoundUids(mailbox, count < 0 ? uids.length : count, uids);
    }

    /** {@code (TAG "A1" MAILBOX x UIDVALIDITY 1)}. */
    private static String correlator(IMAPResponse in) {
        var mailbox = "";
        in.skip(1);
        while (true) {
            in.skipSpaces();
            if (in.peekByte() == ')' || in.peekByte() == 0) break;
            var name = in.readAtom();
            if (name == null || name.isEmpty()) break;
            var value = value(in);
            if (name.equalsIgnoreCase("MAILBOX")) {
                mailbox = in.supportsUtf8() ? value : BASE64MailboxDecoder.decode(value);
            }
        }
        in.skip(1);
        return mailbox;
    }

    private static String value(IMAPResponse in) {
        in.skipSpaces();
        var value = in.readAtomString();
        return value == null ? "" : value;
    }

    /** {@code (1:50 9,7,8)}, or NIL for the set. */
    private static long[] partial(IMAPResponse in) {
        in.skipSpaces();
        in.skip(1);
        in.readAtom();
        in.skipSpaces();
        var set = in.readAtom();
        in.skip(1);
        return set == null || set.equalsIgnoreCase("NIL") ? new long[0] : set(set);
    }

    private static long[] set(String text) {
        var uids = java.util.stream.LongStream.builder();
        int taken = 0;
        for (var range : text.split(",", -1)) {
            int colon = range.indexOf(':');
            long first = Long.parseLong(colon < 0 ? range : range.substring(0, colon));
            long last = colon < 0 ? first : Long.parseLong(range.substring(colon + 1));
            for (long uid = Math.min(first, last);
                    uid <= Math.max(first, last) && taken < MOST;
                    uid++, taken++) {
                uids.add(uid);
            }
        }
        return uids.build().toArray();
    }
}

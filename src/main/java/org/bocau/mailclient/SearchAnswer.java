package org.bocau.mailclient;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxDecoder;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;

/**
 * An ESEARCH response: what was found in one mailbox. RFC 4731 §3.1; RFC 7377 §2.1 names the
 * mailbox, RFC 9394 §3.1 gives a piece.
 *
 * @param mailbox null where it is the selected one
 * @param uids in the order of the answer, which for SORT is the point
 * @param count what COUNT says, 0 without
 */
public record SearchAnswer(@Nullable String mailbox, long[] uids, long count) {
    /** More than any answer we ask for; a range may claim four thousand million. */
    private static final int MOST = 1 << 20;

    static List<SearchAnswer> all(Response[] responses) {
        var answers = new ArrayList<SearchAnswer>();
        for (var response : responses) {
            if (response instanceof IMAPResponse imap && imap.keyEquals("ESEARCH"))
                answers.add(read(imap));
        }
        return answers;
    }

    /** The numbers of all answers, one after the other. */
    static long[] uids(Response[] responses) {
        return all(responses).stream().flatMapToLong(a -> LongStream.of(a.uids)).toArray();
    }

    private static SearchAnswer read(IMAPResponse response) {
        var mailbox = mailbox(response);
        var uids = new long[0];
        long count = 0;
        for (var word = response.readAtom(); word != null && !word.isEmpty(); ) {
            switch (word) {
                case "UID" -> {}
                case "ALL" -> uids = numbers(response.readAtom());
                case "COUNT" -> count = response.readLong();
                case "PARTIAL" -> {
                    var piece = response.readAtomStringList(); // the range, and what lies within
                    if (piece != null && piece.length == 2) uids = numbers(piece[1]);
                }
                default -> response.skipToken();
            }
            response.skipSpaces();
            word = response.readAtom();
        }
        return new SearchAnswer(mailbox, uids, count);
    }

    /** {@code (TAG "a1" MAILBOX Sent UIDVALIDITY 7)}, RFC 7377 §2.1. */
    private static @Nullable String mailbox(IMAPResponse response) {
        if (!response.isNextNonSpace('(')) return null;
        String mailbox = null;
        while (!response.isNextNonSpace(')')) {
            var name = response.readAtom();
            var value = response.readAtomString();
            if (name == null || value == null) break;
            if (name.equals("MAILBOX"))
                mailbox = response.supportsUtf8() ? value : BASE64MailboxDecoder.decode(value);
        }
        return mailbox;
    }

    /** A sequence set in its own order: {@code 9,4:6}; empty for NIL. */
    static long[] numbers(@Nullable String set) {
        var numbers = LongStream.builder();
        int left = MOST;
        if (set == null || set.equals("NIL")) return new long[0];
        for (var range : set.split(",", -1)) {
            int colon = range.indexOf(':');
            long first = number(colon < 0 ? range : range.substring(0, colon));
            long last = colon < 0 ? first : number(range.substring(colon + 1));
            long step = first <= last ? 1 : -1;
            for (long n = first; left-- > 0; n += step) {
                numbers.add(n);
                if (n == last) break;
            }
        }
        return numbers.build().toArray();
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException _) {
            throw new NoSuchMailException("no number in an ESEARCH response");
        }
    }
}

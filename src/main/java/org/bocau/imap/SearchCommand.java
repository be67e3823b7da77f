package org.bocau.imap;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.bocau.mailbox.UidSet;

/**
 * SEARCH and UID SEARCH. RFC 3501 §6.4.4; RETURN is RFC 4731.
 *
 * @param returns what an ESEARCH response shall say; empty for a SEARCH response
 */
record SearchCommand(Numbering numbering, Set<Result> returns, SearchTerm term)
        implements ImapCommand.OnMailbox {
    /** {@code search-return-opt}. */
    enum Result {
        MIN,
        MAX,
        ALL,
        COUNT
    }

    static SearchCommand parse(ImapReader in, Numbering numbering) throws IOException {
        Set<Result> returns = EnumSet.noneOf(Result.class);
        if (in.sp().takeIf("RETURN (")) {
            while (!in.takeIf(")")) {
                if (!returns.isEmpty()) {
                    in.sp();
                }
                returns.add(result(in.word()));
            }
            if (returns.isEmpty()) {
                returns.add(Result.ALL); // RFC 4731 §3.1
            }
            in.sp();
        }
        return new SearchCommand(numbering, returns, new SearchParser(in).program());
    }

    private static Result result(String word) {
        for (Result result : Result.values()) {
            if (result.name().equals(word)) {
                return result;
            }
        }
        throw ImapRefusal.bad("unknown return option");
    }

    @Override
    public Completion run(Selected mailbox, ImapWriter out) throws IOException {
        mailbox.sync(out);
        var table = mailbox.table();
        long[] found = mailbox.store().search(mailbox.id(), term.in(mailbox), table::knows);
        if (numbering == Numbering.SEQUENCE) {
            found = Arrays.stream(found).map(uid -> table.row(uid) + 1L).toArray();
        }
        if (returns.isEmpty()) {
            out.raw("* SEARCH");
            for (long number : found) {
                out.raw(" ").number(number);
            }
            out.crlf();
        } else {
            extended(found, mailbox, out);
        }
        return Completion.ok("SEARCH completed");
    }

    /** {@code * ESEARCH (TAG "a") UID MIN 2 ALL 2,5:7}. RFC 4466 §2.6.2 */
    private void extended(long[] found, Selected mailbox, ImapWriter out) throws IOException {
        out.raw("* ESEARCH (TAG ").string(mailbox.user().session().tag()).raw(")");
        if (numbering == Numbering.UID) {
            out.raw(" UID");
        }
        for (Result result : returns) {
            if (result == Result.COUNT) {
                out.raw(" COUNT ").number(found.length);
            } else if (found.length > 0) { // nothing is said of what there is not
                out.raw(" ").raw(result.name()).raw(" ");
                switch (result) {
                    case MIN -> out.number(found[0]);
                    case MAX -> out.number(found[found.length - 1]);
                    default -> out.raw(UidSet.of(found).toString());
                }
            }
        }
        out.crlf();
    }
}

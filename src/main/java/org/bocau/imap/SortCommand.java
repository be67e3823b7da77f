package org.bocau.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bocau.mailbox.SortCriterion;
import org.bocau.mailbox.SortKey;

/**
 * SORT and UID SORT. RFC 5256 §3; DISPLAYFROM and DISPLAYTO are RFC 5957, RETURN is RFC 5267 §3.
 */
record SortCommand(
        Numbering numbering, ReturnOptions returns, List<SortCriterion> criteria, SearchTerm term)
        implements ImapCommand.OnMailbox {
    private static final int MOST_CRITERIA = 50;

    static SortCommand parse(ImapReader in, Numbering numbering) throws IOException {
        var returns = ReturnOptions.parse(in.sp());
        var criteria = criteria(in);
        return new SortCommand(numbering, returns, criteria, new SearchParser(in.sp()).criteria());
    }

    /** {@code "(" sort-criterion *(SP sort-criterion) ")"}. */
    private static List<SortCriterion> criteria(ImapReader in) {
        var criteria = new ArrayList<SortCriterion>();
        in.expect('(');
        do {
            boolean reverse = in.takeIf("REVERSE ");
            criteria.add(new SortCriterion(key(in.word()), reverse));
            if (criteria.size() > MOST_CRITERIA) {
                throw ImapRefusal.bad("too many sort criteria");
            }
        } while (in.takeIf(" "));
        in.expect(')');
        return List.copyOf(criteria);
    }

    private static SortKey key(String word) {
        for (SortKey key : SortKey.values()) {
            if (key.name().equals(word)) {
                return key;
            }
        }
        throw ImapRefusal.bad("unknown sort key");
    }

    @Override
    public Completion run(Selected mailbox, ImapWriter out) throws IOException {
        mailbox.sync(out);
        boolean modseq = term.asksModseq();
        if (modseq) {
            mailbox.user().knowsModseq(out);
        }
        long[] found = returns.search(mailbox, term);
        long[] sorted =
                mailbox.user()
                        .session()
                        .store()
                        .ordering()
                        .sort(mailbox.id(), mailbox.table().messages(), found, criteria);
        if (returns.extended()) {
            returns.answer(sorted, numbering, modseq, mailbox, out);
        } else {
            ReturnOptions.answerPlain("SORT", sorted, numbering, modseq, mailbox, out);
        }
        return Completion.ok("SORT completed");
    }
}

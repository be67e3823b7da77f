package org.bocau.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bocau.mailbox.Relevancy;
import org.bocau.mailbox.SearchKey;
import org.bocau.mailbox.SortCriterion;
import org.bocau.mailbox.SortKey;

/**
 * SORT and UID SORT. RFC 5256 §3; DISPLAYFROM and DISPLAYTO are RFC 5957, RETURN is RFC 5267 §3,
 * RELEVANCY RFC 6203 §6.
 */
record SortCommand(
        Numbering numbering, ReturnOptions returns, List<SortCriterion> criteria, SearchTerm term)
        implements ImapCommand.OnMailbox {
    private static final int MOST_CRITERIA = 50;
    private static final int MOST_LATEST = 5000; // of more, all are put in order

    static SortCommand parse(ImapReader in, Numbering numbering) throws IOException {
        var returns = ReturnOptions.parse(in.sp());
        var criteria = criteria(in);
        var keys = new SearchParser(in.sp());
        var term = keys.criteria();
        keys.allowRelevancy(scored(returns, criteria));
        return new SortCommand(numbering, returns, criteria, term);
    }

    private static boolean scored(ReturnOptions returns, List<SortCriterion> criteria) {
        return returns.scored()
                || criteria.stream().anyMatch(one -> one.key() == SortKey.RELEVANCY);
    }

    /** So many of all messages, those that arrived last, are all that is asked for; else 0. */
    private int latest() {
        boolean allByArrival =
                term instanceof SearchTerm.Stored(SearchKey.All _)
                        && criteria.equals(List.of(new SortCriterion(SortKey.ARRIVAL, false)));
        int most = allByArrival ? returns.fromEnd() : 0;
        return most <= MOST_LATEST ? most : 0;
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
        var latest = mailbox.latest(latest());
        if (latest.isPresent()) {
            returns.answer(latest.get(), Relevancy.NONE, numbering, modseq, mailbox, out);
            return Completion.ok("SORT completed");
        }
        long[] found = returns.search(mailbox, term);
        var relevancy = scored(returns, criteria) ? mailbox.relevancy(term, found) : Relevancy.NONE;
        long[] sorted =
                mailbox.user()
                        .session()
                        .store()
                        .ordering()
                        .sort(mailbox.id(), mailbox.table().messages(), found, criteria, relevancy);
        if (returns.extended()) {
            returns.answer(sorted, relevancy, numbering, modseq, mailbox, out);
        } else {
            ReturnOptions.answerPlain("SORT", sorted, numbering, modseq, mailbox, out);
        }
        return Completion.ok("SORT completed");
    }
}

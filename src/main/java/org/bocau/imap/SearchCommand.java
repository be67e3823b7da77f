package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.Relevancy;

/** SEARCH and UID SEARCH. RFC 3501 §6.4.4; RETURN is RFC 4731. */
record SearchCommand(Numbering numbering, ReturnOptions returns, SearchTerm term)
        implements ImapCommand.OnMailbox {
    static SearchCommand parse(ImapReader in, Numbering numbering) throws IOException {
        var returns = ReturnOptions.parse(in.sp());
        var keys = new SearchParser(in);
        var term = keys.program();
        keys.allowRelevancy(returns.scored());
        return new SearchCommand(numbering, returns, term);
    }

    @Override
    public Completion run(Selected mailbox, ImapWriter out) throws IOException {
        mailbox.sync(out);
        boolean modseq = term.asksModseq();
        if (modseq) {
            mailbox.user().knowsModseq(out);
        }
        long[] found = returns.search(mailbox, term);
        if (returns.extended() || mailbox.user().rev2()) { // RFC 9051 §6.4.4: no SEARCH response
            var relevancy = returns.scored() ? mailbox.relevancy(term, found) : Relevancy.NONE;
            returns.orAll().answer(found, relevancy, numbering, modseq, mailbox, out);
        } else {
            ReturnOptions.answerPlain("SEARCH", found, numbering, modseq, mailbox, out);
        }
        return Completion.ok("SEARCH completed");
    }
}

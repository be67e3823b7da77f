package org.bocau.mailclient;

import jakarta.mail.Message;
import jakarta.mail.search.SearchException;
import jakarta.mail.search.SearchTerm;
import java.io.IOException;
import java.io.Serial;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.SearchSequence;
import org.jspecify.annotations.Nullable;

/**
 * Texts that are looked for loosely, {@code thu} for {@code thư}, by a server that can: RFC 6203.
 * To others it is the term within.
 */
final class FuzzyTerm extends SearchTerm {
    @Serial private static final long serialVersionUID = 1;

    private final SearchTerm exact;

    FuzzyTerm(SearchTerm exact) {
        this.exact = exact;
    }

    @Override
    public boolean match(Message message) {
        return exact.match(message);
    }

    /** Writes search keys as Angus does, and this one, which Angus has not. */
    static final class Sequence extends SearchSequence {
        private final IMAPProtocol server;

        Sequence(IMAPProtocol server) {
            super(server);
            this.server = server;
        }

        @Override
        public Argument generateSequence(SearchTerm term, @Nullable String charset)
                throws SearchException, IOException {
            if (!(term instanceof FuzzyTerm fuzzy)) {
                return super.generateSequence(term, charset);
            }
            var key = new Argument();
            if (server.hasCapability("SEARCH=FUZZY")) key.writeAtom("FUZZY");
            key.append(super.generateSequence(fuzzy.exact, charset));
            return key;
        }
    }
}

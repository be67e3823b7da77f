package org.bocau.imap;

import java.util.List;
import org.bocau.mailbox.Flag;
import org.bocau.mailbox.SearchKey;

/**
 * A search key as parsed. What depends on the session (\Recent, sequence numbers) is put in terms
 * of the store when the search runs. RFC 3501 §6.4.4.
 */
sealed interface SearchTerm {
    /** The same in the store's terms. */
    SearchKey in(SearchScope mailbox);

    /** MODSEQ is among the keys, so the answer tells one too. RFC 7162 §3.1.5. */
    default boolean asksModseq() {
        return false;
    }

    /** Says the same to everybody. */
    record Stored(SearchKey key) implements SearchTerm {
        @Override
        public SearchKey in(SearchScope mailbox) {
            return key;
        }

        @Override
        public boolean asksModseq() {
            return key instanceof SearchKey.ChangedSince;
        }
    }

    /** A sequence set, or {@code UID} and one. */
    record Messages(MessageSet set) implements SearchTerm {
        @Override
        public SearchKey in(SearchScope mailbox) {
            return new SearchKey.InUids(mailbox.matching(set));
        }
    }

    /** Its texts are in a charset nobody knows: refused when it runs, once it was read whole. */
    record Unreadable() implements SearchTerm {
        @Override
        public SearchKey in(SearchScope mailbox) {
            throw ImapRefusal.no(SearchCharset.badCharset(), "Charset is not supported");
        }
    }

    /** \Recent is this session's view. */
    record Recent() implements SearchTerm {
        @Override
        public SearchKey in(SearchScope mailbox) {
            return new SearchKey.InUids(mailbox.recent());
        }
    }

    record All(List<SearchTerm> terms) implements SearchTerm {
        @Override
        public SearchKey in(SearchScope mailbox) {
            return new SearchKey.And(terms.stream().map(term -> term.in(mailbox)).toList());
        }

        @Override
        public boolean asksModseq() {
            return terms.stream().anyMatch(SearchTerm::asksModseq);
        }
    }

    record Or(SearchTerm left, SearchTerm right) implements SearchTerm {
        @Override
        public SearchKey in(SearchScope mailbox) {
            var one = left.in(mailbox);
            var other = right.in(mailbox);
            return one instanceof SearchKey.InThreads threads
                            && other instanceof SearchKey.InThreads more
                    ? threads.or(more) // a page of conversations is looked up at once
                    : new SearchKey.Or(one, other);
        }

        @Override
        public boolean asksModseq() {
            return left.asksModseq() || right.asksModseq();
        }
    }

    record Not(SearchTerm term) implements SearchTerm {
        @Override
        public SearchKey in(SearchScope mailbox) {
            return new SearchKey.Not(term.in(mailbox));
        }

        @Override
        public boolean asksModseq() {
            return term.asksModseq();
        }
    }

    static SearchTerm has(Flag flag) {
        return new Stored(new SearchKey.HasFlag(flag));
    }

    static SearchTerm lacks(Flag flag) {
        return new Not(has(flag));
    }
}

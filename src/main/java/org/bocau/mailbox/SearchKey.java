package org.bocau.mailbox;

import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What to search for, in the store's own terms. RFC 3501 §6.4.4. Strings match as substrings
 * without regard to case.
 */
public sealed interface SearchKey {
    record All() implements SearchKey {}

    record And(List<SearchKey> keys) implements SearchKey {}

    record Or(SearchKey left, SearchKey right) implements SearchKey {}

    record Not(SearchKey key) implements SearchKey {}

    record HasFlag(Flag flag) implements SearchKey {}

    record HasKeyword(String keyword) implements SearchKey {}

    record InUids(UidSet uids) implements SearchKey {}

    record LargerThan(long octets) implements SearchKey {}

    record SmallerThan(long octets) implements SearchKey {}

    /** INTERNALDATE without regard to time and zone. */
    record Received(When when, LocalDate date) implements SearchKey {}

    /** INTERNALDATE at least this long ago. RFC 5032 §3. */
    record Older(Duration age) implements SearchKey {}

    /** INTERNALDATE at most this long ago. RFC 5032 §3. */
    record Younger(Duration age) implements SearchKey {}

    /** When it came into this mailbox, without regard to time and zone. RFC 8514 §4.3. */
    record Saved(When when, LocalDate date) implements SearchKey {}

    /** This message or a copy of it. RFC 8474 §6. */
    record EmailId(long id) implements SearchKey {}

    /** Of one of these conversations: many of them are one question. RFC 8474 §6. */
    record InThreads(Set<Long> ids) implements SearchKey {
        public InThreads {
            ids = Set.copyOf(ids);
        }

        /** Of one of these or of those. */
        public InThreads or(InThreads others) {
            var all = new HashSet<>(ids);
            all.addAll(others.ids);
            return new InThreads(all);
        }
    }

    /** The Date field without regard to time and zone. */
    record Sent(When when, LocalDate date) implements SearchKey {}

    /** What is looked for in the text of messages, by way of the search index. */
    sealed interface OfText extends SearchKey {}

    /** A header field contains the text; an empty text asks whether the field is there. */
    record Header(String field, String text) implements OfText {}

    record Body(String text) implements OfText {}

    /** Header or body. */
    record Text(String text) implements OfText {}

    /**
     * The same without regard to diacritics, each word by itself and in any order: {@code thu}
     * finds {@code thư}. RFC 6203.
     */
    record Fuzzy(OfText key) implements OfText {}

    /** Mod-sequence at least this. RFC 7162 §3.1.5. */
    record ChangedSince(long modseq) implements SearchKey {}

    /** True when the messages in memory answer it: at once, and without a query. */
    default boolean inMemory() {
        return switch (this) {
            case And and -> and.keys().stream().allMatch(SearchKey::inMemory);
            case Or or -> or.left().inMemory() && or.right().inMemory();
            case Not not -> not.key().inMemory();
            case Sent _, InThreads _, OfText _ -> false;
            default -> true;
        };
    }

    enum When {
        BEFORE,
        ON,
        SINCE
    }
}

package org.bocau.trust;

import java.util.List;
import java.util.Locale;

/**
 * One thing about a letter that a reader should know before believing it.
 *
 * @param words what fills the sentence, in its order
 */
public record Suspicion(Kind kind, List<String> words) {
    /** Which sentence it is, the gravest first. */
    public enum Kind {
        /** The author's domain says that this is not from there: domain. */
        REFUTED,
        /** The name poses as an address: that one, the real one. */
        NAME_IS_ADDRESS,
        /** A stranger under the name of somebody known: name, the address that is known. */
        KNOWN_NAME,
        /** A domain that looks like another: the domain, the one it looks like. */
        LOOKS_LIKE,
        /** A name with letters of several scripts: the host. */
        MIXED_SCRIPTS,
        /** A link names one host and leads to another: named, real. */
        LINK_ELSEWHERE,
        /** Answers go elsewhere: the address. */
        REPLY_ELSEWHERE,
        /** A file that would run when it is opened: its name. */
        PROGRAM;

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Suspicion {
        words = List.copyOf(words);
    }

    /** The same words as a message's arguments. */
    public Object[] arguments() {
        return words.toArray();
    }

    static Suspicion of(Kind kind, String... words) {
        return new Suspicion(kind, List.of(words));
    }
}

package org.bocau.search;

/**
 * Something in the search box that was not understood, and what was made of it.
 *
 * @param about the piece as it was typed
 */
public record Problem(Kind kind, String about) {
    /** What is wrong; {@link #key} is the end of its message's key. */
    public enum Kind {
        /** Looked for as text. */
        NO_OPERATOR,
        /** Left out. */
        NO_VALUE,
        DATE,
        AGE,
        SIZE,
        STATE,
        HAS,
        /** Taken to end where the text ends. */
        QUOTE,
        OPEN_PARENTHESIS,
        /** Passed over. */
        CLOSING_PARENTHESIS,
        LONELY_OR,
        /** The rest was left out. */
        TOO_LONG,
        TOO_MANY,
        TOO_DEEP,
        /** There is none of this name. Left out. */
        FOLDER,
        LABEL;

        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }
}

package org.bocau.filter;

/** A lexical element of a script. RFC 5228 §8.1. */
record Token(Kind kind, String text, int line) {
    enum Kind {
        IDENTIFIER,
        TAG,
        NUMBER,
        STRING,
        /** One of <code>; , ( ) { } [ ]</code>. */
        SIGN,
        END
    }

    boolean is(char sign) {
        return kind == Kind.SIGN && text.charAt(0) == sign;
    }

    /** As a mistake names it. */
    String shown() {
        return kind == Kind.END ? "the end of the script" : "\"" + text + "\"";
    }
}

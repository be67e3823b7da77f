package org.bocau.message;

/** How text is normalised for search. Both sides of a comparison go through the same method. */
public final class SearchText {
    private SearchText() {}

    /** Lower case, NFC: IMAP's case-insensitive substring search keeps diacritics significant. */
    public static String caseless(String text) {
        throw new UnsupportedOperationException();
    }

    /**
     * Also without diacritics, đ as d: what people type when they look for something ({@code thu}
     * finds {@code thư}).
     */
    public static String folded(String text) {
        throw new UnsupportedOperationException();
    }
}

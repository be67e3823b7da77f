package org.bocau.message;

import java.text.Normalizer;
import java.util.Locale;

/** How text is normalised for search. Both sides of a comparison go through the same method. */
public final class SearchText {
    private static final String STROKED =
            "đłøħŧ"; // letters whose stroke Unicode does not decompose
    private static final String PLAIN = "dloht";

    private SearchText() {}

    /** Lower case, NFC: IMAP's case-insensitive substring search keeps diacritics significant. */
    public static String caseless(String text) {
        if (Ascii.isAscii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        // By way of upper case ß meets SS, and the final sigma the others.
        var folded = text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace('ς', 'σ');
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
    }

    /**
     * Also without diacritics, đ as d: what people type when they look for something ({@code thu}
     * finds {@code thư}).
     */
    public static String folded(String text) {
        var caseless = caseless(text);
        if (Ascii.isAscii(caseless)) {
            return caseless;
        }
        var decomposed = Normalizer.normalize(caseless, Normalizer.Form.NFKD);
        var out = new StringBuilder(decomposed.length());
        for (int i = 0; i < decomposed.length(); i++) {
            char c = decomposed.charAt(i);
            // Only the marks of Latin, Greek and Cyrillic: elsewhere marks are vowels or
            // consonants.
            if (c < 0x300 || c > 0x36f) {
                int stroked = c < 0x80 ? -1 : STROKED.indexOf(c);
                out.append(stroked < 0 ? c : PLAIN.charAt(stroked));
            }
        }
        // Compatibility forms may bring capitals back; Hangul is composed again.
        return Normalizer.normalize(out.toString().toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }
}

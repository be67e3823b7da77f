package org.bocau.message;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How text is normalised for search. Both sides of a comparison go through the same method. */
public final class SearchText {
    private static final String STROKED =
            "đłøħŧ"; // letters whose stroke Unicode does not decompose
    private static final String PLAIN = "dloht";

    /** Latin, Greek, Cyrillic and what is between them and Indic letters, as they come up. */
    private static final @Nullable String[] FOLDED = new @Nullable String[0x2000];

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
     * finds {@code thư}). Each character by itself, so that what contains a text contains its
     * folded form when it is folded.
     */
    public static String folded(String text) {
        var caseless = caseless(text);
        return Ascii.isAscii(caseless) ? caseless : foldedEach(caseless);
    }

    private static String foldedEach(String caseless) {
        var out = new StringBuilder(caseless.length());
        for (int i = 0; i < caseless.length(); ) {
            int c = caseless.codePointAt(i);
            i += Character.charCount(c);
            if (c < 0x80) {
                out.append((char) c);
            } else if (c < FOLDED.length) {
                out.append(foldedOften(c));
            } else {
                out.append(folded(c));
            }
        }
        return out.toString();
    }

    /** Two threads may fill a place at once, with the same. */
    private static String foldedOften(int c) {
        var known = FOLDED[c];
        if (known == null) {
            known = folded(c);
            FOLDED[c] = known;
        }
        return known;
    }

    private static String folded(int c) {
        if (c >= 0x3400 && c < 0xf900 && Character.isIdeographic(c)) {
            return Character.toString(c);
        }
        var decomposed = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD);
        var out = new StringBuilder(decomposed.length());
        for (int i = 0; i < decomposed.length(); i++) {
            char d = decomposed.charAt(i);
            // Only the marks of Latin, Greek and Cyrillic: elsewhere marks are vowels or
            // consonants.
            if (d < 0x300 || d > 0x36f) {
                int stroked = d < 0x80 ? -1 : STROKED.indexOf(d);
                out.append(stroked < 0 ? d : PLAIN.charAt(stroked));
            }
        }
        // Compatibility forms may bring capitals back; Hangul is composed again.
        return Normalizer.normalize(out.toString().toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }
}

package org.bocau.message;

import java.text.Normalizer;

/**
 * The collation {@code i;unicode-casemap} of RFC 5051, by which RFC 5256 compares strings: two
 * texts are equal when their keys are, and are ordered as the UTF-8 octets of their keys.
 */
final class UnicodeCasemap {
    private UnicodeCasemap() {}

    /** Every character in title case, then decomposed. RFC 5051 §2. */
    static String key(String text) {
        if (Ascii.isAscii(text)) {
            return upperCase(text);
        }
        var titled = new StringBuilder(text.length());
        text.codePoints().forEach(c -> titled.appendCodePoint(Character.toTitleCase(c)));
        return Normalizer.normalize(titled, Normalizer.Form.NFKD);
    }

    private static String upperCase(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            char c = ascii.charAt(i);
            if (c >= 'a' && c <= 'z') {
                var upper = new StringBuilder(ascii);
                for (int at = i; at < upper.length(); at++) {
                    upper.setCharAt(at, Character.toUpperCase(ascii.charAt(at)));
                }
                return upper.toString();
            }
        }
        return ascii;
    }
}

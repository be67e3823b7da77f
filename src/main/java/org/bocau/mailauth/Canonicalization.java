package org.bocau.mailauth;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** How octets are brought into the form that is signed. RFC 6376 §3.4. */
enum Canonicalization {
    SIMPLE,
    RELAXED;

    /**
     * @throws IllegalArgumentException neither of the two
     */
    static Canonicalization of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "simple" -> SIMPLE;
            case "relaxed" -> RELAXED;
            default -> throw new IllegalArgumentException("unknown canonicalization");
        };
    }

    /**
     * One header field, with its line end.
     *
     * @param field as it came, its line ends included, one octet a character
     */
    String header(String field) {
        if (this == SIMPLE) {
            return field;
        }
        int colon = field.indexOf(':');
        var name = field.substring(0, Math.max(colon, 0)).strip().toLowerCase(Locale.ROOT);
        var value = new StringBuilder(field.length());
        boolean space = false;
        for (int i = colon + 1; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == ' ' || c == '\t') {
                space = true;
            } else if (c != '\r' && c != '\n') {
                if (space && !value.isEmpty()) {
                    value.append(' ');
                }
                space = false;
                value.append(c);
            }
        }
        return name + ":" + value + "\r\n";
    }

    /** The octets of a text that {@link #header} made. */
    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

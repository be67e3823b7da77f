package org.bocau.imap;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Mailbox names between Unicode and the wire. RFC 3501 §5.1.3. Decoding is strict: there is exactly
 * one spelling of every name, so that no two mailboxes look the same to us and different to others.
 */
final class ModifiedUtf7 {
    private ModifiedUtf7() {}

    static String encode(String name) {
        var out = new StringBuilder(name.length() + 8);
        for (int i = 0; i < name.length(); ) {
            char c = name.charAt(i);
            if (c == '&') {
                out.append("&-");
                i++;
            } else if (printable(c)) {
                out.append(c);
                i++;
            } else {
                int end = i + 1;
                while (end < name.length() && !printable(name.charAt(end))) {
                    end++;
                }
                out.append('&').append(shifted(name.substring(i, end))).append('-');
                i = end;
            }
        }
        return out.toString();
    }

    /** The name, or null when the octets are no modified UTF-7 or not its only spelling. */
    static @Nullable String decode(String wire) {
        var name = new StringBuilder(wire.length());
        for (int i = 0; i < wire.length(); ) {
            char c = wire.charAt(i);
            if (!printable(c)) {
                return null;
            }
            if (c != '&') {
                name.append(c);
                i++;
                continue;
            }
            int end = wire.indexOf('-', i);
            String text =
                    end < 0 ? null : end == i + 1 ? "&" : unshifted(wire.substring(i + 1, end));
            if (text == null) {
                return null;
            }
            name.append(text);
            i = end + 1;
        }
        String decoded = name.toString();
        // Covers what is left: ASCII in base64, two runs where one would do, bits after the end.
        return encode(decoded).equals(wire) ? decoded : null;
    }

    private static boolean printable(char c) {
        return c >= 0x20 && c <= 0x7e;
    }

    private static String shifted(String text) {
        byte[] units = text.getBytes(StandardCharsets.UTF_16BE);
        return Base64.getEncoder().withoutPadding().encodeToString(units).replace('/', ',');
    }

    private static @Nullable String unshifted(String base64) {
        if (base64.indexOf('/') >= 0) {
            return null;
        }
        byte[] units;
        try {
            units = Base64.getDecoder().decode(base64.replace(',', '/'));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
        if (units.length == 0 || units.length % 2 != 0) {
            return null;
        }
        String text = new String(units, StandardCharsets.UTF_16BE); // unpaired surrogates: U+FFFD
        return text.chars().allMatch(c -> c > 0x7e && !Character.isISOControl(c)) ? text : null;
    }
}

package org.bocau.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encoded words of RFC 2047, with the language suffix of RFC 2231 §5. */
final class EncodedWord {
    private static final int LONGEST = 75; // RFC 2047 §2
    private static final int LONGEST_CHARSET = 64;
    private static final String PREFIX_B = "=?utf-8?B?";
    private static final String PREFIX_Q = "=?utf-8?Q?";
    private static final String HEX = "0123456789ABCDEF";

    /** One word found in a text: its octets before the charset is applied, and where it ends. */
    private record Found(String charset, byte[] octets, int end) {}

    private EncodedWord() {}

    /**
     * The text with its encoded words decoded, in linear time. White space between two words goes;
     * octets of adjacent words in one charset are decoded together, since mailers cut characters.
     * What is no encoded word stays as it is.
     */
    static String decode(String text) {
        int next = text.indexOf("=?");
        if (next < 0) {
            return text;
        }
        var out = new StringBuilder(text.length());
        var octets = new ByteArrayOutputStream();
        String charset = null; // of the octets not decoded yet
        int plain = 0;
        while (next >= 0) {
            var word = find(text, next);
            if (word == null) {
                next = text.indexOf("=?", next + 2);
                continue;
            }
            boolean adjacent = charset != null && isBlank(text, plain, next);
            if (charset != null && !(adjacent && word.charset.equalsIgnoreCase(charset))) {
                out.append(Charsets.decode(octets.toByteArray(), charset));
                octets.reset();
            }
            if (!adjacent) {
                out.append(text, plain, next);
            }
            charset = word.charset;
            octets.writeBytes(word.octets);
            plain = word.end;
            next = text.indexOf("=?", plain);
        }
        if (charset != null) {
            out.append(Charsets.decode(octets.toByteArray(), charset));
        }
        return out.append(text, plain, text.length()).toString();
    }

    /** Liberal: spaces within the word are let pass, some mailers do not encode them. */
    private static @Nullable Found find(String text, int start) {
        int charsetEnd =
                text.indexOf("?", start + 2, Math.min(text.length(), start + 2 + LONGEST_CHARSET));
        int from = charsetEnd + 3;
        if (charsetEnd <= start + 2 || from > text.length() || text.charAt(from - 1) != '?') {
            return null;
        }
        int end = text.indexOf('?', from);
        if (end < 0 || end + 1 >= text.length() || text.charAt(end + 1) != '=') {
            return null;
        }
        var charset = text.substring(start + 2, charsetEnd);
        int language = charset.indexOf('*');
        if (language > 0) {
            charset = charset.substring(0, language);
        }
        return switch (text.charAt(charsetEnd + 1)) {
            case 'q', 'Q' -> new Found(charset, decodeQ(text, from, end), end + 2);
            case 'b', 'B' -> new Found(charset, decodeB(text, from, end), end + 2);
            default -> null;
        };
    }

    private static byte[] decodeQ(String text, int from, int to) {
        var out = new ByteArrayOutputStream(to - from);
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int high = c == '=' && i + 2 < to ? Ascii.hex(text.charAt(i + 1)) : -1;
            int low = high < 0 ? -1 : Ascii.hex(text.charAt(i + 2));
            if (low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else if (c == '_') {
                out.write(' ');
            } else {
                out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toByteArray();
    }

    private static byte[] decodeB(String text, int from, int to) {
        var octets = text.substring(from, to).getBytes(StandardCharsets.ISO_8859_1);
        return Base64Stream.decode(octets);
    }

    private static boolean isBlank(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Ascii.isBlank(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * The text as encoded words with a space between them, none over 75 characters and none cutting
     * a character; good in phrases too (RFC 2047 §5 (3)).
     */
    static String encode(String text) {
        return String.join(" ", words(text, LONGEST));
    }

    /**
     * @param first how long the first word may be, at most 75; one character always goes in
     */
    static List<String> words(String text, int first) {
        var octets = text.getBytes(StandardCharsets.UTF_8);
        int plain = 0;
        for (byte octet : octets) {
            plain += isPlain(octet) ? 1 : 0;
        }
        boolean q = plain * 3 >= octets.length * 2; // mostly readable: keep it so
        var words = new ArrayList<String>();
        int room = Math.min(LONGEST, first) - PREFIX_B.length() - 2;
        int from = 0;
        while (from < octets.length) {
            int to = from;
            int cost = 0;
            while (to < octets.length) {
                int next = afterCharacter(octets, to);
                int more = q ? costQ(octets, to, next) : 0;
                int whole = q ? cost + more : (next - from + 2) / 3 * 4;
                if (whole > room && to > from) {
                    break;
                }
                cost = whole;
                to = next;
            }
            words.add(q ? encodeQ(octets, from, to) : encodeB(octets, from, to));
            room = LONGEST - PREFIX_B.length() - 2;
            from = to;
        }
        return words;
    }

    private static int afterCharacter(byte[] octets, int at) {
        int next = at + 1;
        while (next < octets.length && (octets[next] & 0xc0) == 0x80) {
            next++;
        }
        return next;
    }

    private static int costQ(byte[] octets, int from, int to) {
        int cost = 0;
        for (int i = from; i < to; i++) {
            cost += isPlain(octets[i]) ? 1 : 3;
        }
        return cost;
    }

    /** What a Q word in a phrase shows as it is; a space becomes one underscore. */
    private static boolean isPlain(byte octet) {
        return octet == ' '
                || Ascii.isLetter(octet)
                || Ascii.isDigit(octet)
                || "!*+-/".indexOf(octet) >= 0;
    }

    private static String encodeQ(byte[] octets, int from, int to) {
        var out = new StringBuilder(PREFIX_Q);
        for (int i = from; i < to; i++) {
            if (octets[i] == ' ') {
                out.append('_');
            } else if (isPlain(octets[i])) {
                out.append((char) octets[i]);
            } else {
                out.append('=')
                        .append(HEX.charAt(octets[i] >> 4 & 15))
                        .append(HEX.charAt(octets[i] & 15));
            }
        }
        return out.append("?=").toString();
    }

    private static String encodeB(byte[] octets, int from, int to) {
        var part = Arrays.copyOfRange(octets, from, to);
        return PREFIX_B + Base64.getEncoder().encodeToString(part) + "?=";
    }
}

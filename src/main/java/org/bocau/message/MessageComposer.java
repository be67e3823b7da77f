package org.bocau.message;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Writes header fields: ASCII by RFC 2047, folded at 78 columns (RFC 5322 §2.2.3), each ended by
 * CRLF. No text can break out of its field: line breaks and other controls become spaces.
 */
public final class MessageComposer {
    private static final int COLUMNS = 78; // RFC 5322 §2.1.1
    private static final int LONGEST_WORD = 900; // a longer one cannot stay within 998 octets
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private static final SecureRandom RANDOM = new SecureRandom();

    private MessageComposer() {}

    /** The value of a Date field, or the end of a Received one. RFC 5322 §3.3. */
    public static String date(OffsetDateTime time) {
        return DATE.format(time);
    }

    /** A new identifier with its angle brackets: 128 random bits at the host. RFC 5322 §3.6.4. */
    public static String messageId(String host) {
        var bits = ByteBuffer.allocate(16).putLong(RANDOM.nextLong()).putLong(RANDOM.nextLong());
        var left = Base64.getUrlEncoder().withoutPadding().encodeToString(bits.array());
        return "<" + left + "@" + host + ">";
    }

    /**
     * A field of free text, RFC 5322 §2.2.1.
     *
     * @throws IllegalArgumentException the name is no field name
     */
    public static String field(String name, String text) {
        var line = HeaderField.oneLine(text).strip();
        boolean asItIs =
                Ascii.isAscii(line) && !line.contains("=?") && longestWord(line) <= LONGEST_WORD;
        var words = asItIs ? List.of(line.split(" ", -1)) : EncodedWord.words(line, room(name));
        return folded(name, words);
    }

    /**
     * A field of addresses, RFC 5322 §3.4: names quoted or encoded as needed.
     *
     * @throws IllegalArgumentException the name is no field name, or one of the addresses is none
     */
    public static String field(String name, List<HeaderAddress> addresses) {
        var units = new ArrayList<String>(); // not to be folded within
        for (int i = 0; i < addresses.size(); i++) {
            var address = addresses.get(i);
            var spec = EmailAddress.parse(address.address()).toString();
            var shown = address.name() == null ? "" : phrase(address.name());
            var whole = shown.isEmpty() ? spec : shown + " <" + spec + ">";
            var listed = i + 1 < addresses.size() ? whole + "," : whole;
            units.addAll(
                    listed.length() < COLUMNS ? List.of(listed) : List.of(listed.split(" ", -1)));
        }
        return folded(name, units);
    }

    /** RFC 5322 §3.2.5: atoms, or a quoted string, or encoded words. */
    private static String phrase(String name) {
        var line = HeaderField.oneLine(name).strip();
        if (!Ascii.isAscii(line) || line.contains("=?") || line.length() > LONGEST_WORD) {
            return EncodedWord.encode(line);
        }
        boolean atoms = line.chars().allMatch(c -> c == ' ' || Ascii.isAtext(c));
        return atoms ? line : '"' + line.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** What an encoded word may take beside the name: RFC 2047 §2 has 76 for the line. */
    private static int room(String name) {
        return COLUMNS - 2 - name.length() - 2;
    }

    private static int longestWord(String line) {
        int longest = 0;
        int from = 0;
        for (int i = 0; i <= line.length(); i++) {
            if (i == line.length() || line.charAt(i) == ' ') {
                longest = Math.max(longest, i - from);
                from = i + 1;
            }
        }
        return longest;
    }

    /** An empty word stands for a second space; no line is left with nothing but white space. */
    private static String folded(String name, List<String> words) {
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':')) {
            throw new IllegalArgumentException("no field name: " + name);
        }
        var out = new StringBuilder(name).append(':');
        int column = out.length();
        for (int i = 0; i < words.size(); i++) {
            var word = words.get(i);
            if (i > 0 && !word.isEmpty() && column + 1 + word.length() > COLUMNS) {
                out.append("\r\n");
                column = 0;
            }
            out.append(' ').append(word);
            column += 1 + word.length();
        }
        return out.append("\r\n").toString();
    }
}

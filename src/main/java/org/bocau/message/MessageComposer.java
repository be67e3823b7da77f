package org.bocau.message;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes header fields: ASCII by RFC 2047, folded at 78 columns (RFC 5322 §2.2.3), each ended by
 * CRLF. No text can break out of its field: line breaks and other controls become spaces.
 */
public final class MessageComposer {
    private static final int COLUMNS = 78; // RFC 5322 §2.1.1
    private static final int LONGEST_WORD = 900; // a longer one cannot stay within 998 octets
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private final Clock clock;
    private final String hostName;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param clock gives the time and the zone it is written in
     * @param hostName ours, for Message-ID and Received
     */
    public MessageComposer(Clock clock, String hostName) {
        this.clock = clock;
        this.hostName = hostName;
    }

    /**
     * What a Received field tells, RFC 5321 §4.4.
     *
     * @param helo what the client called itself
     * @param peer its name and address, {@code mx.example.org [192.0.2.1]}
     * @param protocol ESMTP, ESMTPSA…, RFC 3848
     * @param id of the session, as in our log
     * @param recipient only when there is one (RFC 5321 §7.2: others would be shown to it)
     */
    public record Hop(
            String helo,
            String peer,
            String protocol,
            String id,
            @Nullable EmailAddress recipient) {}

    /** The value of a Date field, now. RFC 5322 §3.3. */
    public String date() {
        return date(ZonedDateTime.now(clock));
    }

    public static String date(ZonedDateTime time) {
        return DATE.format(time);
    }

    /** A new identifier with its angle brackets: 128 random bits at our host. RFC 5322 §3.6.4. */
    public String messageId() {
        var bits = ByteBuffer.allocate(16).putLong(random.nextLong()).putLong(random.nextLong());
        var left = Base64.getUrlEncoder().withoutPadding().encodeToString(bits.array());
        return "<" + left + "@" + hostName + ">";
    }

    /** A whole Received field, to be put on top. */
    public String received(Hop hop) {
        var recipient = hop.recipient == null ? "" : "\r\n\tfor <" + hop.recipient + ">";
        return "Received: from %s (%s)\r\n\tby %s with %s id %s%s;\r\n\t%s\r\n"
                .formatted(
                        traced(hop.helo),
                        traced(hop.peer),
                        hostName,
                        traced(hop.protocol),
                        traced(hop.id),
                        recipient,
                        date());
    }

    /** The peer's own words: what could end the comment, the field or the line is replaced. */
    private static String traced(String text) {
        var out = new StringBuilder();
        text.codePoints()
                .limit(255)
                .map(c -> c < ' ' || c > 0x7e || "()<>;\\\"".indexOf(c) >= 0 ? '?' : c)
                .forEach(out::appendCodePoint);
        return out.isEmpty() ? "unknown" : out.toString();
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

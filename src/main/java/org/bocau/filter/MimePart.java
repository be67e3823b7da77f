package org.bocau.filter;

import java.util.Optional;
import java.util.regex.Pattern;

/** The answer that {@code vacation :mime} brings: a part with its own header. RFC 5230 §4.4. */
final class MimePart {
    private static final int MOST_LINES = 100;
    private static final int LONGEST_LINE = 998; // RFC 5322 §2.1.1

    private static final Pattern FIELD = Pattern.compile("(?i)Content-[A-Za-z0-9-]{1,60}\\s*:.*");
    private static final Pattern VERSION = Pattern.compile("(?i)MIME-Version\\s*:.*");
    private static final Pattern ENCODING = Pattern.compile("(?im)^Content-Transfer-Encoding\\s*:");

    private MimePart() {}

    /**
     * The part with CRLF line ends. Its header says what the content is and nothing else: neither a
     * sender nor a recipient can be slipped in. MIME-Version is the whole message's and taken out.
     *
     * @return empty when it is none
     */
    static Optional<String> of(String text) {
        var lines = text.replaceFirst("^\\R", "").lines().toList();
        int empty = lines.indexOf("");
        if (empty < 1 || empty > MOST_LINES) {
            return Optional.empty();
        }
        var header = new StringBuilder();
        boolean kept = false;
        for (var line : lines.subList(0, empty)) {
            boolean folded = line.startsWith(" ") || line.startsWith("\t");
            if (!folded) {
                kept = FIELD.matcher(line).matches();
            }
            boolean known = folded ? !line.isBlank() : kept || VERSION.matcher(line).matches();
            if (!known || line.length() > LONGEST_LINE || !line.chars().allMatch(MimePart::plain)) {
                return Optional.empty();
            }
            if (kept) {
                header.append(line).append("\r\n");
            }
        }
        if (header.isEmpty()) {
            return Optional.empty();
        }
        var body = String.join("\r\n", lines.subList(empty + 1, lines.size())) + "\r\n";
        if (!body.chars().allMatch(c -> c < 0x80) && !ENCODING.matcher(header).find()) {
            header.append("Content-Transfer-Encoding: 8bit\r\n");
        }
        return Optional.of(header + "\r\n" + body);
    }

    private static boolean plain(int c) {
        return c == '\t' || (c >= ' ' && c <= '~');
    }
}

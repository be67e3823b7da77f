package org.bocau.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bocau.mailclient.MailboxEncoding;
import org.bocau.mailclient.MessageSummary;
import org.jspecify.annotations.Nullable;

/**
 * Maildir++ as Dovecot and Courier have it: INBOX at the top, every other folder beside it as
 * {@code .Work.Clients}, its name in the modified UTF-7 of RFC 3501 §5.1.3.
 */
final class MaildirNames {
    /** Which letters behind a name are which keywords, a line each: {@code 0 $Forwarded}. */
    static final String KEYWORDS = "dovecot-keywords";

    private static final String TOP = "Maildir/";

    private MaildirNames() {}

    /** Where a folder lies within the archive, with a slash at the end. */
    static String folder(String[] levels) {
        if (levels.length == 1 && levels[0].equalsIgnoreCase("INBOX")) return TOP;
        return Stream.of(levels)
                .map(level -> MailboxEncoding.encode(level.replaceAll("[./\\\\]", "_")))
                .collect(Collectors.joining(".", TOP + ".", "/"));
    }

    /** The levels that such a name stands for; empty for INBOX. */
    static List<String> levels(String folder) {
        if (!folder.startsWith(".")) return List.of();
        var levels = new ArrayList<String>();
        for (var level : folder.substring(1).split("\\.", -1))
            levels.add(MailboxEncoding.decode(level));
        return levels;
    }

    static String file(MessageSummary message, String info) {
        return message.receivedAt().getEpochSecond()
                + ".U"
                + message.uid()
                + ".bocau,S="
                + message.octets()
                + ":2,"
                + info;
    }

    /** The second at which a file's name begins, as every delivery program has it; null if none. */
    static @Nullable Long second(String file) {
        int dot = file.indexOf('.');
        var digits = dot < 0 ? "" : file.substring(0, dot);
        return digits.matches("\\d{6,11}") ? Long.valueOf(digits) : null;
    }

    static String keywords(Map<String, Character> letters) {
        var lines = new StringBuilder();
        letters.forEach((keyword, letter) ->
                lines.append(letter - 'a').append(' ').append(keyword).append('\n'));
        return lines.toString();
    }

    static Map<Character, String> letters(String keywords) {
        var letters = new HashMap<Character, String>();
        for (var line : keywords.split("\n", -1)) {
            var parts = line.strip().split(" ", 2);
            if (parts.length == 2
                    && parts[0].matches("\\d{1,2}")
                    && Integer.parseInt(parts[0]) < 26)
                letters.put((char) ('a' + Integer.parseInt(parts[0])), parts[1].strip());
        }
        return letters;
    }
}

package org.bocau.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How files write flags: Maildir behind the name, mbox in header fields. */
final class MailFlags {
    static final String SEEN = "\\Seen";
    private static final String ANSWERED = "\\Answered";
    private static final String FLAGGED = "\\Flagged";
    private static final String DELETED = "\\Deleted";
    private static final String DRAFT = "\\Draft";
    private static final String FORWARDED = "$Forwarded";

    /** {@code :2,FS}; where a colon was not allowed, programs write something else for it. */
    private static final Pattern INFO = Pattern.compile("[:;!_-]2,([A-Za-z]*)$");

    private static final Map<Character, String> OF_MAILDIR =
            Map.of(
                    'S', SEEN, 'R', ANSWERED, 'F', FLAGGED, 'T', DELETED, 'D', DRAFT, 'P',
                    FORWARDED);

    private static final Map<Character, String> OF_STATUS =
            Map.of('R', SEEN, 'A', ANSWERED, 'F', FLAGGED, 'D', DELETED, 'T', DRAFT);

    private MailFlags() {}

    /**
     * Maildir's letters in their order.
     *
     * @param letters of keywords, in lower case, in the order they came; grows up to {@code z}
     */
    static String maildir(Set<String> flags, Map<String, Character> letters) {
        var info = new TreeSet<Character>();
        OF_MAILDIR.forEach((letter, flag) -> {
            if (flags.contains(flag)) info.add(letter);
        });
        for (var flag : new TreeSet<>(flags)) {
            if (OF_MAILDIR.containsValue(flag)) continue;
            if (!letters.containsKey(flag) && letters.size() < 26)
                letters.put(flag, (char) ('a' + letters.size()));
            var letter = letters.get(flag);
            if (letter != null) info.add(letter);
        }
        return info.stream().map(String::valueOf).collect(Collectors.joining());
    }

    /**
     * What the name of a file in Maildir says; null where it says nothing.
     *
     * @param keywords by their letters
     */
    static @Nullable Set<String> ofMaildir(String name, Map<Character, String> keywords) {
        var info = INFO.matcher(name);
        if (!info.find()) return null;
        var flags = new TreeSet<String>();
        for (char letter : info.group(1).toCharArray()) {
            var flag = OF_MAILDIR.getOrDefault(letter, keywords.get(letter));
            if (flag != null) flags.add(flag);
        }
        return flags;
    }

    /** The three fields of a message in mbox; all of them always, so that they are ours. */
    static String fields(Set<String> flags) {
        var rest = new StringBuilder();
        OF_STATUS.forEach((letter, flag) -> {
            if (letter != 'R' && flags.contains(flag)) rest.append(letter);
        });
        var keywords = flags.stream().filter(flag -> !flag.startsWith("\\")).sorted().toList();
        return "Status: "
                + (flags.contains(SEEN) ? "RO" : "O")
                + "\nX-Status: "
                + rest
                + "\nX-Keywords: "
                + String.join(" ", keywords)
                + "\n";
    }

    /** The same read back, also as Thunderbird writes them; null where no field says anything. */
    static @Nullable Set<String> ofFields(Map<String, String> fields) {
        var flags = new TreeSet<String>();
        var status = fields.get("status");
        var more = fields.get("x-status");
        var mozilla = fields.get("x-mozilla-status");
        if (status == null && more == null && mozilla == null) return null;
        for (char letter :
                ((status == null ? "" : status) + (more == null ? "" : more)).toCharArray()) {
            var flag = OF_STATUS.get(letter);
            if (flag != null) flags.add(flag);
        }
        if (mozilla != null) flags.addAll(ofMozilla(mozilla));
        flags.addAll(words(fields.get("x-keywords")));
        flags.addAll(words(fields.get("x-mozilla-keys")));
        return flags;
    }

    private static List<String> ofMozilla(String hex) {
        var flags = new ArrayList<String>();
        if (!hex.strip().matches("[0-9a-fA-F]{1,8}")) return flags;
        long bits = Long.parseLong(hex.strip(), 16);
        if ((bits & 0x1) != 0) flags.add(SEEN);
        if ((bits & 0x2) != 0) flags.add(ANSWERED);
        if ((bits & 0x4) != 0) flags.add(FLAGGED);
        if ((bits & 0x8) != 0) flags.add(DELETED);
        if ((bits & 0x1000) != 0) flags.add(FORWARDED);
        return flags;
    }

    /** As the comment of an entry has them, which is the only place a single message has. */
    static String words(Set<String> flags) {
        return String.join(" ", new TreeSet<>(flags));
    }

    static List<String> words(@Nullable String text) {
        if (text == null || text.isBlank()) return List.of();
        return List.of(text.strip().split("\\s+"));
    }
}

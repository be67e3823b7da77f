package org.bocau.transfer;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.MessageSummary;

/**
 * Names within one archive, made of names that people chose: no way out of it, none that Windows
 * keeps for itself, none twice where case does not count (T28).
 */
final class EntryNames {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HHmm", Locale.ROOT);
    private static final int LONGEST = 150; // octets; file systems have 255 for all of it
    private static final Pattern DEVICE =
            Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");

    private final char separator;
    private final Set<String> taken = new HashSet<>();

    EntryNames(char separator) {
        this.separator = separator;
    }

    /** A folder's place: each level made harmless, {@code /} between them, unique. */
    String of(Folder folder) {
        var path = new StringBuilder();
        for (var level : levels(folder)) {
            if (!path.isEmpty()) path.append('/');
            path.append(harmless(level));
        }
        var name = path.toString();
        for (int n = 2; !taken.add(name.toLowerCase(Locale.ROOT)); n++)
            name = path + " (" + n + ")";
        return name;
    }

    String[] levels(Folder folder) {
        return folder.name().split(Pattern.quote(Character.toString(separator)), -1);
    }

    /** Date, subject and UID: in order, readable, and each once in its folder. */
    static String eml(MessageSummary message) {
        var time = TIME.format(message.receivedAt().atOffset(ZoneOffset.UTC));
        var subject = message.subject().isBlank() ? "" : " " + harmless(message.subject());
        return time + subject + " (" + message.uid() + ").eml";
    }

    static String harmless(String name) {
        var plain = new StringBuilder();
        Normalizer.normalize(name, Normalizer.Form.NFC)
                .codePoints()
                .map(c -> isPlain(c) ? c : '_')
                .forEach(plain::appendCodePoint);
        var clean = shortened(plain.toString().strip()).replaceAll("^[.\\s]+|[.\\s]+$", "_");
        if (DEVICE.matcher(clean).matches()) return "_" + clean;
        return clean.isEmpty() ? "_" : clean;
    }

    /** Cut between two characters. */
    private static String shortened(String name) {
        int octets = 0;
        for (int i = 0; i < name.length(); ) {
            int c = name.codePointAt(i);
            octets += Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
            if (octets > LONGEST) return name.substring(0, i);
            i += Character.charCount(c);
        }
        return name;
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> "/\\:*?\"<>|".indexOf(c) < 0;
        };
    }
}

package org.bocau.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** What the names within an archive of mail mean. Nothing is ever written by them. */
final class ZipMail {
    private ZipMail() {}

    /** Names that are no UTF-8 are read as Latin-1: better strange than not at all. */
    static ZipFile open(Path file) throws IOException {
        try {
            return new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException _) {
            return new ZipFile(file.toFile(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Octets of all entries, as far as the archive tells. */
    static long expanded(Path file) throws IOException {
        try (var zip = open(file)) {
            return zip.stream().mapToLong(one -> Math.max(0, one.getSize())).sum();
        }
    }

    /** The parts of a name; null where it leads out of the archive (T28). */
    static @Nullable List<String> segments(ZipEntry entry) {
        var name = entry.getName().replace('\\', '/');
        if (name.startsWith("/") || name.matches("[A-Za-z]:.*") || name.indexOf('\0') >= 0)
            return null;
        var segments = new ArrayList<String>();
        for (var segment : name.split("/", -1)) {
            if (segment.equals("..")) return null;
            if (!segment.isEmpty() && !segment.equals(".")) segments.add(segment);
        }
        return segments.isEmpty() ? null : segments;
    }

    /** What systems and mail programs put beside mail: not worth a word. */
    static boolean beside(List<String> segments) {
        var file = segments.getLast().toLowerCase(Locale.ROOT);
        return segments.getFirst().equals("__MACOSX")
                || file.startsWith(".")
                || file.startsWith("dovecot")
                || file.endsWith(".msf")
                || file.endsWith(".plist")
                || List.of("maildirfolder", "subscriptions", "table_of_contents", "desktop.ini")
                        .contains(file);
    }

    static boolean maildir(List<String> segments) {
        if (segments.size() < 2) return false;
        var within = segments.get(segments.size() - 2);
        return within.equals("cur") || within.equals("new");
    }

    /** The folder a message of a Maildir is in; empty for the one at the top. */
    static List<String> maildirLevels(List<String> segments) {
        var above = segments.subList(0, segments.size() - 2);
        if (above.isEmpty()) return List.of();
        var last = above.getLast();
        if (last.startsWith(".") && last.length() > 1 && !last.equalsIgnoreCase(".maildir"))
            return MaildirNames.levels(last);
        boolean top = above.getFirst().matches("(?i)\\.?maildir");
        return List.copyOf(above.subList(top ? 1 : 0, above.size()));
    }

    /** Where single messages beside each other belong. */
    static List<String> folder(List<String> segments) {
        return segments.subList(0, segments.size() - 1).stream()
                .map(one -> one.replaceFirst("(?i)\\.sbd$", "")) // Thunderbird's subfolders
                .toList();
    }

    /**
     * The folder that an mbox is: its own name the last, but for Apple's {@code Work.mbox/mbox}.
     */
    static List<String> mboxLevels(List<String> segments) {
        var levels = new ArrayList<>(folder(segments));
        var own = folderName(segments.getLast());
        if (own.equals("mbox") && !levels.isEmpty()) {
            var above = levels.removeLast();
            levels.add(folderName(above));
        } else {
            levels.add(own);
        }
        return levels;
    }

    static String folderName(String file) {
        return file.replaceFirst("(?i)(?<=.)\\.(mbox|mbx|mbs)$", "");
    }
}

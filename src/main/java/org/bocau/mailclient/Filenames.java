package org.bocau.mailclient;

import java.util.Map;

/** Names of attachments as they may be shown and offered for saving (T28). */
public final class Filenames {
    private static final int MAX_LENGTH = 120;
    private static final Map<String, String> EXTENSIONS =
            Map.of(
                    "text/plain", ".txt",
                    "text/html", ".html",
                    "message/rfc822", ".eml",
                    "image/png", ".png",
                    "image/jpeg", ".jpg",
                    "image/gif", ".gif",
                    "application/pdf", ".pdf",
                    "text/calendar", ".ics");

    private Filenames() {}

    /** The part's own name made safe, or one after its type, or an enclosed letter's subject. */
    public static String safe(MimePart part) {
        var name = part.filename() == null ? "" : safe(part.filename());
        if (!name.isEmpty()) return name;
        var subject = part.letter() == null ? "" : safe(part.letter().subject());
        if (!subject.isEmpty()) return subject + ".eml";
        return "part-" + part.section() + EXTENSIONS.getOrDefault(part.type(), ".bin");
    }

    /**
     * No directories, control or direction characters, nothing shells or Windows take amiss; short.
     */
    public static String safe(String name) {
        var base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        int length = base.length();
        if (length > 4 * MAX_LENGTH) { // keep what may be the extension
            base = base.substring(0, 2 * MAX_LENGTH) + base.substring(length - 20);
        }
        var shown =
                Correspondent.shown(base)
                        .replaceAll("[\"<>|:*?]", "_")
                        .replaceAll("^[.\\s]+|[.\\s]+$", "");
        if (shown.length() <= MAX_LENGTH) return shown;
        int dot = shown.lastIndexOf('.');
        var extension = dot > 0 && shown.length() - dot <= 10 ? shown.substring(dot) : "";
        int end = MAX_LENGTH - extension.length();
        if (Character.isHighSurrogate(shown.charAt(end - 1))) end--;
        return shown.substring(0, end) + extension;
    }
}

package org.bocau.reading;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bocau.mailclient.MimePart;
import org.jspecify.annotations.Nullable;

/** How a file that came with a letter can be looked at before it is saved. */
public enum FileKind {
    PICTURE,
    PDF,
    TEXT,
    LETTER,
    /** Only by a program of the reader's own. */
    OTHER;

    /** Octets of a PDF that is drawn; a larger one is only saved. */
    static final long LARGEST_PDF = 30L * 1024 * 1024;

    private static final Set<String> PICTURES =
            Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "image/avif");

    /** Names that some programs give to what is one of ours. */
    private static final Map<String, String> ALIASES =
            Map.of(
                    "image/jpg", "image/jpeg",
                    "image/pjpeg", "image/jpeg",
                    "image/x-png", "image/png",
                    "application/x-pdf", "application/pdf");

    /** What programs write that do not care. */
    private static final Set<String> UNTOLD =
            Set.of(
                    "application/octet-stream",
                    "application/x-download",
                    "application/download",
                    "binary/octet-stream");

    private static final Map<String, String> ENDINGS =
            Map.ofEntries(
                    Map.entry("png", "image/png"),
                    Map.entry("jpg", "image/jpeg"),
                    Map.entry("jpeg", "image/jpeg"),
                    Map.entry("gif", "image/gif"),
                    Map.entry("webp", "image/webp"),
                    Map.entry("avif", "image/avif"),
                    Map.entry("pdf", "application/pdf"),
                    Map.entry("txt", "text/plain"),
                    Map.entry("log", "text/plain"),
                    Map.entry("md", "text/plain"),
                    Map.entry("csv", "text/csv"),
                    Map.entry("json", "application/json"));

    /** Read as they are written; pages and styled text are not. */
    private static final Set<String> WRITTEN_TEXT =
            Set.of(
                    "application/json",
                    "application/sql",
                    "application/x-sh",
                    "application/x-yaml",
                    "application/yaml",
                    "text/calendar",
                    "text/css",
                    "text/csv",
                    "text/javascript",
                    "text/markdown",
                    "text/plain",
                    "text/tab-separated-values",
                    "text/vcard",
                    "text/x-diff",
                    "text/x-log",
                    "text/x-markdown",
                    "text/x-patch",
                    "text/x-vcard",
                    "text/yaml");

    static FileKind of(MimePart part) {
        if (part.letter() != null) return LETTER;
        var type = type(part);
        if (PICTURES.contains(type)) return PICTURE;
        if (type.equals("application/pdf"))
            return part.decodedOctets() <= LARGEST_PDF ? PDF : OTHER;
        return WRITTEN_TEXT.contains(type) ? TEXT : OTHER;
    }

    static boolean isPicture(String type) {
        return PICTURES.contains(type);
    }

    /** What it is declared to be, or where that says nothing, what its name ends in. */
    static String type(MimePart part) {
        var type = ALIASES.getOrDefault(part.type(), part.type());
        var name = part.filename();
        if (!UNTOLD.contains(type) || name == null) return type;
        var ending = name.substring(name.lastIndexOf('.') + 1).strip().toLowerCase(Locale.ROOT);
        return ENDINGS.getOrDefault(ending, type);
    }

    /**
     * The media type under which browsers may show the file in place; null where it is only saved,
     * whatever it calls itself (T27).
     *
     * @param start its first octets, as many as {@link FileSignature#LENGTH}
     */
    static @Nullable String shownAs(MimePart part, byte[] start) {
        var type = type(part);
        if (type.equals("text/plain")) return type;
        var found = FileSignature.of(start);
        if (found == null) return null;
        boolean honest =
                PICTURES.contains(type)
                        ? PICTURES.contains(found)
                        : type.equals("application/pdf") && type.equals(found);
        return honest ? found : null;
    }

    /** In message keys and class names. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package org.bocau.reading;

import java.util.Locale;
import java.util.Set;
import org.bocau.mailclient.Filenames;
import org.bocau.mailclient.MimePart;

/**
 * A file that came with a message.
 *
 * @param name safe to show and to save under
 * @param type as it is declared
 * @param octets about its size once decoded
 */
public record AttachmentView(String section, String name, String type, FileKind kind, long octets) {
    private static final long LARGEST_THUMBNAIL = 2_000_000;
    private static final Set<String> SHEETS = Set.of("XLS", "XLSX", "ODS", "CSV");
    private static final Set<String> ARCHIVES = Set.of("ZIP", "RAR", "7Z", "GZ", "TGZ", "XZ");
    private static final Set<String> TEXTS = Set.of("DOC", "DOCX", "ODT", "RTF", "PPTX", "ODP");

    /** Of a part that is kept as a file. */
    public static AttachmentView of(MimePart part) {
        return new AttachmentView(
                part.section(),
                Filenames.safe(part),
                part.type(),
                FileKind.of(part),
                part.decodedOctets());
    }

    /** True for pictures made of pixels that browsers may show: never SVG. */
    public static boolean isRaster(String type) {
        return FileKind.isPicture(type);
    }

    /** There is more to see of it than its name. */
    public boolean viewable() {
        return kind != FileKind.OTHER;
    }

    public boolean picture() {
        return kind == FileKind.PICTURE;
    }

    /** A picture that is small enough to be loaded for a look at it. */
    public boolean thumbnail() {
        return picture() && octets <= LARGEST_THUMBNAIL;
    }

    /** The symbol for its kind. */
    public String icon() {
        var ending = extension();
        if (kind == FileKind.LETTER) return "mail";
        if (type.startsWith("image/")) return "file-image";
        if (type.startsWith("audio/")) return "file-music";
        if (type.startsWith("video/")) return "file-video";
        if (SHEETS.contains(ending)) return "file-spreadsheet";
        if (ARCHIVES.contains(ending)) return "file-archive";
        if (type.equals("text/html") || type.contains("xml") || type.contains("json"))
            return TEXTS.contains(ending) ? "file-text" : "file-code";
        return kind == FileKind.OTHER && !TEXTS.contains(ending) ? "file" : "file-text";
    }

    /** The letters after the last dot, in capitals, at most four. */
    public String extension() {
        int dot = name.lastIndexOf('.');
        if (dot < 0 || name.length() - dot > 5) return "";
        return name.substring(dot + 1).toUpperCase(Locale.ROOT);
    }
}

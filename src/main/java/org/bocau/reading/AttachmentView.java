package org.bocau.reading;

import java.util.Locale;
import java.util.Set;
import org.bocau.mailclient.Filenames;
import org.bocau.mailclient.MimePart;

/**
 * A file that came with a message.
 *
 * @param name safe to show and to save under
 * @param octets about its size once decoded
 */
public record AttachmentView(String section, String name, String type, long octets) {
    private static final long LARGEST_THUMBNAIL = 2_000_000;

    /** What browsers may show in place; all else is only saved, whatever it calls itself (T27). */
    private static final Set<String> INLINE =
            Set.of(
                    "image/png",
                    "image/jpeg",
                    "image/gif",
                    "image/webp",
                    "image/avif",
                    "application/pdf",
                    "text/plain");

    /** Of a part that is kept as a file. */
    public static AttachmentView of(MimePart part) {
        return new AttachmentView(
                part.section(), Filenames.safe(part), part.type(), part.decodedOctets());
    }

    static boolean isInline(String type) {
        return INLINE.contains(type);
    }

    /** True for pictures made of pixels that browsers may show: never SVG. */
    public static boolean isRaster(String type) {
        return type.startsWith("image/") && INLINE.contains(type);
    }

    public boolean viewable() {
        return isInline(type);
    }

    public boolean picture() {
        return isRaster(type);
    }

    /** A picture that is small enough to be loaded for a look at it. */
    public boolean thumbnail() {
        return picture() && octets <= LARGEST_THUMBNAIL;
    }

    /** The symbol for its kind. */
    public String icon() {
        if (type.startsWith("image/")) return "image";
        if (type.startsWith("message/")) return "mail";
        if (type.equals("text/html") || type.contains("xml") || type.contains("json"))
            return "code";
        return "file-text";
    }

    /** The letters after the last dot, in capitals, at most four. */
    public String extension() {
        int dot = name.lastIndexOf('.');
        if (dot < 0 || name.length() - dot > 5) return "";
        return name.substring(dot + 1).toUpperCase(Locale.ROOT);
    }
}

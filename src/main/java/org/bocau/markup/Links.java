package org.bocau.markup;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses a mail may carry, and in what form. Schemes are allowed by name, never guessed.
 */
final class Links {
    private static final Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*):");
    private static final Pattern HOST =
            Pattern.compile(
                    "^https?://[^/?#\\\\@\\s\"'<>]+([/?#][^\\s\"<>\\\\]*)?$",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern IMAGE_DATA =
            Pattern.compile(
                    "^data:image/(png|gif|jpeg|jpg|webp);base64,[A-Za-z0-9+/=]+$",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern FRAGMENT = Pattern.compile("#[A-Za-z][A-Za-z0-9_-]{0,79}");
    private static final Pattern AUTHORITY =
            Pattern.compile("^https?://(\\[[^\\]]*\\]|[^/?#:]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern CLAIM =
            Pattern.compile(
                    "(?is)(https?://)?((?:[\\p{L}\\p{N}_-]{1,63}\\.){1,8}\\p{L}[\\p{L}\\p{N}-]{1,23})(?::\\d{1,5})?(?:[/?#]\\S*)?");
    private static final Pattern KNOWN_ENDING =
            Pattern.compile("(?i).*\\.(com|net|org|edu|gov|info|biz|bank|vn)");
    private static final int MAX_LINK = 4096;
    private static final int MAX_DATA = 2 * 1024 * 1024;

    private Links() {}

    /**
     * Without what browsers ignore in addresses: outer control characters, inner tabs and line
     * ends.
     */
    static String stripped(String url) {
        var out = new StringBuilder(url.length());
        url.chars().filter(c -> c > 0x20 || c == ' ').forEach(c -> out.append((char) c));
        return out.toString().strip();
    }

    /** An address of http or https, {@code //host} read as https; null for everything else. */
    static @Nullable String remote(String raw) {
        var url = stripped(raw);
        if (url.startsWith("//")) url = "https:" + url;
        if (url.length() > MAX_LINK) return null;
        url = url.replace(" ", "%20");
        return HOST.matcher(url).matches() ? url : null;
    }

    /**
     * A link as the reader may follow it: http, https and tel as they are, mailto into our own
     * compose page, fragments to the prefixed ids; null for everything else.
     */
    static @Nullable String forReader(String raw) {
        var url = stripped(raw);
        if (url.isEmpty() || url.length() > MAX_LINK) return null;
        if (FRAGMENT.matcher(url).matches()) return "#" + HtmlBody.ID_PREFIX + url.substring(1);
        var scheme = SCHEME.matcher(url);
        if (!scheme.find()) return url.startsWith("//") ? remote(url) : null;
        return switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
            case "http", "https" -> remote(url);
            case "tel" -> url.matches("(?i)tel:[+0-9().\\- ]{2,40}") ? url : null;
            case "mailto" -> compose(url);
            default -> null;
        };
    }

    /** A link as its author wrote it: http, https, tel and mailto; null for everything else. */
    static @Nullable String asWritten(String raw) {
        var url = stripped(raw);
        boolean mail = url.regionMatches(true, 0, "mailto:", 0, 7);
        if (mail) return url.length() <= MAX_LINK ? url : null;
        var read = forReader(raw);
        return read == null || read.startsWith("#") ? null : read;
    }

    /** The compose page for a mailto address; it takes the address apart itself (RFC 6068). */
    static String compose(String mailto) {
        return "/compose?mailto=" + URLEncoder.encode(mailto, StandardCharsets.UTF_8);
    }

    /** A small raster image within the address itself. */
    static boolean isImageData(String url) {
        return url.length() <= MAX_DATA && IMAGE_DATA.matcher(url).matches();
    }

    /** The host of an address of http or https, in lower case; null for every other link. */
    static @Nullable String host(String link) {
        var found = AUTHORITY.matcher(link);
        return found.find() ? found.group(1).toLowerCase(Locale.ROOT) : null;
    }

    /**
     * The host that a link's text names where it looks like an address: {@code
     * https://example.org/x}, {@code www.example.org}, {@code example.com}; else null. {@code
     * notes.txt} is none.
     */
    static @Nullable String claimedHost(String text) {
        var claim = CLAIM.matcher(text.strip());
        if (!claim.matches()) return null;
        var host = claim.group(2).toLowerCase(Locale.ROOT);
        boolean sure = claim.group(1) != null || host.startsWith("www.");
        return sure || KNOWN_ENDING.matcher(host).matches() ? host : null;
    }
}

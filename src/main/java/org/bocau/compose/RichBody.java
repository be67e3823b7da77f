package org.bocau.compose;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.bocau.markup.HtmlBody;
import org.bocau.markup.HtmlText;
import org.jspecify.annotations.Nullable;

/**
 * What was written in the editor as it goes out: cleaned like any other HTML, its images as parts
 * of the message (never within the text), and the same once more as plain text.
 *
 * @param text the alternative for those who read plain text, not yet flowed
 */
record RichBody(String html, String text, List<Picture> pictures) {
    /** Where the editor shows an image from: an upload of the same person. */
    static final String UPLOADS = "/compose/files/";

    private static final Pattern UPLOAD = Pattern.compile(UPLOADS + "([0-9a-f]{32})(?![\\w/])");
    private static final String HEAD =
            "<!doctype html>\n<html><head><meta charset=\"utf-8\"></head><body>\n";

    /**
     * An image that stands in the text.
     *
     * @param contentId without the angle brackets, RFC 2392
     */
    record Picture(String contentId, Upload file) {}

    /**
     * @param html as the editor gave it
     * @param files what the images may be; others are left out
     * @param domain for the Content-IDs
     */
    static RichBody of(String html, List<Upload> files, String domain) {
        Map<String, Picture> used = new LinkedHashMap<>();
        var clean = HtmlBody.forRecipient(html, source -> content(source, files, domain, used));
        return new RichBody(
                HEAD + clean + "\n</body></html>\n",
                HtmlText.withAddresses(clean),
                List.copyOf(used.values()));
    }

    private static @Nullable String content(
            String source, List<Upload> files, String domain, Map<String, Picture> used) {
        var named = uploads(source);
        var file =
                named.isEmpty()
                        ? null
                        : files.stream()
                                .filter(f -> f.id().equals(named.getFirst()) && f.picture())
                                .findFirst()
                                .orElse(null);
        if (file == null) return null;
        var contentId = file.id() + "@" + domain;
        used.putIfAbsent(file.id(), new Picture(contentId, file));
        return "cid:" + contentId;
    }

    /** Ids of the uploads that it shows. */
    static List<String> uploads(String html) {
        return UPLOAD.matcher(html)
                .results()
                .map((MatchResult found) -> Objects.requireNonNull(found.group(1)))
                .distinct()
                .toList();
    }

    /** What there is to read in it. */
    static String words(String html) {
        return HtmlText.of(html);
    }
}

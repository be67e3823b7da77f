package org.bocau.filter;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ${hex: 40}} and {@code ${unicode: 1F426}} in strings. RFC 5228 §2.4.2.4. */
final class EncodedCharacters {
    private static final Pattern HEX =
            Pattern.compile(
                    "\\$\\{hex:((?:\\s*[0-9a-f]{1,2})(?:\\s+[0-9a-f]{1,2})*)\\s*}",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern UNICODE =
            Pattern.compile(
                    "\\$\\{unicode:((?:\\s*[0-9a-f]{1,6})(?:\\s+[0-9a-f]{1,6})*)\\s*}",
                    Pattern.CASE_INSENSITIVE);

    private EncodedCharacters() {}

    /** What is no valid encoding stays as it is. */
    static String decode(String text) {
        var hex = HEX.matcher(text).replaceAll(found -> quoted(hex(found)));
        return UNICODE.matcher(hex)
                .replaceAll(found -> quoted(unicode(found).orElse(found.group())));
    }

    private static String quoted(String text) {
        return Matcher.quoteReplacement(text);
    }

    private static String hex(MatchResult found) {
        var octets = new ByteArrayOutputStream();
        for (var number : found.group(1).strip().split("\\s+")) {
            octets.write(Integer.parseInt(number, 16));
        }
        return octets.toString(StandardCharsets.UTF_8);
    }

    private static Optional<String> unicode(MatchResult found) {
        var text = new StringBuilder();
        for (var number : found.group(1).strip().split("\\s+")) {
            int point = Integer.parseInt(number, 16);
            boolean surrogate =
                    point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            if (point > Character.MAX_CODE_POINT || surrogate) {
                return Optional.empty();
            }
            text.appendCodePoint(point);
        }
        return Optional.of(text.toString());
    }
}

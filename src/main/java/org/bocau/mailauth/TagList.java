package org.bocau.mailauth;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tags and values, as DKIM, DMARC and ARC write them. RFC 6376 §3.2. Names are case-sensitive;
 * values keep their inner white space.
 */
final class TagList {
    private final Map<String, String> tags;

    private TagList(Map<String, String> tags) {
        this.tags = tags;
    }

    /**
     * @param text unfolded or not
     * @throws IllegalArgumentException not a tag-list, or a tag appears twice
     */
    static TagList parse(String text) {
        var tags = new LinkedHashMap<String, String>();
        int from = 0;
        while (from < text.length()) {
            int semicolon = text.indexOf(';', from);
            int end = semicolon < 0 ? text.length() : semicolon;
            var spec = text.substring(from, end);
            if (!spec.isBlank() || semicolon >= 0) {
                add(spec, tags);
            }
            from = end + 1;
        }
        return new TagList(tags);
    }

    private static void add(String spec, Map<String, String> tags) {
        int equals = spec.indexOf('=');
        var name = equals < 0 ? "" : spec.substring(0, equals).strip();
        var value = spec.substring(equals + 1).strip();
        if (!isName(name) || !isValue(value) || tags.put(name, value) != null) {
            throw new IllegalArgumentException("not a tag-list");
        }
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && isLetter(name.charAt(0))
                && name.chars().allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || c == '_');
    }

    private static boolean isLetter(int c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    /** Liberal: octets above 126, where ABNF has ASCII alone; comments in them hurt nobody. */
    private static boolean isValue(String value) {
        return value.chars().allMatch(c -> c >= ' ' ? c != 0x7f : isBlank(c));
    }

    private static boolean isBlank(int c) {
        return c == '\t' || c == '\r' || c == '\n';
    }

    @Nullable String get(String name) {
        return tags.get(name);
    }

    String get(String name, String otherwise) {
        return tags.getOrDefault(name, otherwise);
    }

    /**
     * @throws IllegalArgumentException it is missing
     */
    String require(String name) {
        var value = tags.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no " + name + "=");
        }
        return value;
    }

    /** The value without any white space: base64 and lists may be folded anywhere. */
    String compact(String name) {
        return withoutBlanks(require(name));
    }

    /**
     * @throws IllegalArgumentException it is missing, or no base64
     */
    byte[] base64(String name) {
        try {
            return Base64.getDecoder().decode(compact(name));
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(
                    tags.containsKey(name) ? name + "= is no base64" : "no " + name + "=");
        }
    }

    static String withoutBlanks(String text) {
        var out = new StringBuilder(text.length());
        text.chars().filter(c -> c != ' ' && !isBlank(c)).forEach(c -> out.append((char) c));
        return out.toString();
    }

    /**
     * A number of seconds or octets; null when the tag is missing.
     *
     * @throws IllegalArgumentException not 1 to 18 digits; RFC 6376 allows more, and means nothing
     *     by them
     */
    @Nullable Long number(String name) {
        var value = tags.get(name);
        if (value == null) {
            return null;
        }
        if (value.isEmpty()
                || value.length() > 18
                || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(name + "= is no number");
        }
        return Long.parseLong(value);
    }

    /** The tag that comes first, or an empty name. */
    String first() {
        return tags.isEmpty() ? "" : tags.keySet().iterator().next();
    }
}

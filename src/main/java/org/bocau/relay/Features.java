package org.bocau.relay;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a host offers in its reply to EHLO. RFC 5321 §4.1.1.1.
 *
 * @param keywords in upper case, with their parameters
 */
record Features(Map<String, String> keywords) {
    static final Features NONE = new Features(Map.of());

    Features {
        keywords = Map.copyOf(keywords);
    }

    /**
     * @param lines of the reply, the first with the host's name included
     */
    static Features of(List<String> lines) {
        var keywords = new HashMap<String, String>();
        for (var line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            var words = line.strip().split("\\s+", 2);
            keywords.put(words[0].toUpperCase(Locale.ROOT), words.length > 1 ? words[1] : "");
        }
        return new Features(keywords);
    }

    boolean offers(String keyword) {
        return keywords.containsKey(keyword);
    }

    /** RFC 1870 §4; 0 when the host does not tell. */
    long maxSize() {
        return number(keywords.getOrDefault("SIZE", ""), 0);
    }

    /** One of RFC 9422's limits. */
    int limit(String name, int otherwise) {
        return limit(name, otherwise, otherwise);
    }

    /**
     * @param otherwise when the host does not tell
     * @param most of what it tells
     */
    int limit(String name, int otherwise, int most) {
        for (var limit : keywords.getOrDefault("LIMITS", "").split(" ")) {
            if (limit.regionMatches(true, 0, name + "=", 0, name.length() + 1)) {
                long value = number(limit.substring(name.length() + 1), otherwise);
                return value > 0 ? (int) Math.min(value, most) : otherwise;
            }
        }
        return otherwise;
    }

    /** RFC 4954 §3. */
    Set<String> mechanisms() {
        var words = keywords.getOrDefault("AUTH", "").toUpperCase(Locale.ROOT).split(" ");
        return new HashSet<>(List.of(words));
    }

    private static long number(String text, long otherwise) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : otherwise;
    }
}

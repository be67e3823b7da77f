package org.bocau.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How values are compared with keys. RFC 5228 §2.7, RFC 5231. */
record Matching(Type type, Comparison by, @Nullable Relation relation) {
    /** Nanoseconds a character of what is folded for one comparison. */
    private static final long FOLDING = 20;

    /** The same to compare two that are folded. */
    private static final long COMPARING = 1;

    static final Matching PLAIN = new Matching(Type.IS, Comparison.ASCII_CASEMAP, null);

    enum Type {
        IS,
        CONTAINS,
        MATCHES,
        VALUE,
        COUNT
    }

    enum Relation {
        GT,
        GE,
        LT,
        LE,
        EQ,
        NE;

        boolean holds(int comparison) {
            return switch (this) {
                case GT -> comparison > 0;
                case GE -> comparison >= 0;
                case LT -> comparison < 0;
                case LE -> comparison <= 0;
                case EQ -> comparison == 0;
                case NE -> comparison != 0;
            };
        }
    }

    enum Comparison {
        OCTET,
        ASCII_CASEMAP,
        /** RFC 5051. */
        UNICODE_CASEMAP,
        /** RFC 4790 §9.1. */
        ASCII_NUMERIC;

        String folded(String text) {
            return switch (this) {
                case OCTET, ASCII_NUMERIC -> text;
                case ASCII_CASEMAP -> asciiLower(text);
                case UNICODE_CASEMAP -> text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
            };
        }

        private static String asciiLower(String text) {
            var lower = new StringBuilder(text);
            for (int i = 0; i < lower.length(); i++) {
                char c = lower.charAt(i);
                if (c >= 'A' && c <= 'Z') {
                    lower.setCharAt(i, (char) (c + ('a' - 'A')));
                }
            }
            return lower.toString();
        }

        int compare(String one, String other) {
            return this == ASCII_NUMERIC
                    ? Double.compare(number(one), number(other))
                    : folded(one).compareTo(folded(other));
        }

        /** What does not begin with a digit is larger than every number. */
        private static double number(String text) {
            int end = 0;
            while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
                end++;
            }
            return end == 0 ? Double.POSITIVE_INFINITY : Double.parseDouble(text.substring(0, end));
        }
    }

    /**
     * Whether one of the values stands so to one of the keys; what wildcards found is noted.
     *
     * @param of pays for it
     */
    boolean any(List<String> values, List<String> keys, Evaluation of) {
        return any(values, keys, true, of);
    }

    /** The same for a body: what its wildcards find sets no variables. RFC 5173 §6. */
    boolean anyUnnoted(List<String> values, List<String> keys, Evaluation of) {
        return any(values, keys, false, of);
    }

    private boolean any(List<String> values, List<String> keys, boolean noted, Evaluation of) {
        return switch (type) {
            case COUNT -> counted(values.size(), keys);
            case IS, VALUE -> pairs(values, keys, of);
            case CONTAINS -> contained(values, keys, of);
            case MATCHES -> globbed(values, keys, noted, of);
        };
    }

    /** {@code :count}. RFC 5231 §4.2. */
    boolean counted(int count, List<String> keys) {
        return keys.stream().anyMatch(key -> related(Integer.toString(count), key));
    }

    private boolean pairs(List<String> values, List<String> keys, Evaluation of) {
        for (var key : keys) {
            for (var value : values) {
                of.spend(COMPARING * Math.min(value.length(), key.length()));
                if (type == Type.IS ? same(value, key, of) : related(value, key, of)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean same(String value, String key, Evaluation of) {
        return by == Comparison.ASCII_NUMERIC
                ? by.compare(value, key) == 0
                : of.folded().text(value, by).equals(of.folded().text(key, by));
    }

    private boolean contained(List<String> values, List<String> keys, Evaluation of) {
        for (var key : keys) {
            var search = new TextSearch(of.folded().text(key, by), of::spend);
            for (var value : values) {
                if (search.within(of.folded().text(value, by))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean globbed(List<String> values, List<String> keys, boolean noted, Evaluation of) {
        var texts = new ArrayList<int[]>();
        for (var value : values) {
            texts.add(of.folded().points(value, by));
        }
        for (var key : keys) {
            var glob = Glob.of(of.folded().text(key, by));
            for (int i = 0; i < texts.size(); i++) {
                var bounds = glob.match(texts.get(i), of::spend);
                if (bounds == null) {
                    continue;
                }
                if (noted) {
                    of.found(values.get(i), texts.get(i), bounds);
                }
                return true;
            }
        }
        return false;
    }

    private boolean related(String value, String key, Evaluation of) {
        of.spend(FOLDING * (value.length() + key.length()));
        return related(value, key);
    }

    private boolean related(String value, String key) {
        return relation != null && relation.holds(by.compare(value, key));
    }
}

package org.bocau.filter;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How values are compared with keys. RFC 5228 §2.7, RFC 5231. */
record Matching(Type type, Comparison by, @Nullable Relation relation) {
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

    /** Whether one of the values stands so to one of the keys. */
    boolean any(List<String> values, List<String> keys) {
        if (type == Type.COUNT) {
            var count = Integer.toString(values.size());
            return keys.stream().anyMatch(key -> related(count, key));
        }
        return keys.stream().anyMatch(key -> anyValue(values, key));
    }

    private boolean anyValue(List<String> values, String key) {
        var folded = by.folded(key);
        return switch (type) {
            case IS -> values.stream().anyMatch(value -> by.compare(value, key) == 0);
            case CONTAINS -> values.stream().anyMatch(value -> by.folded(value).contains(folded));
            case MATCHES -> {
                var glob = Glob.of(folded);
                yield values.stream().anyMatch(value -> glob.matches(by.folded(value)));
            }
            case VALUE -> values.stream().anyMatch(value -> related(value, key));
            case COUNT -> throw new IllegalStateException("counted above");
        };
    }

    private boolean related(String value, String key) {
        return relation != null && relation.holds(by.compare(value, key));
    }
}

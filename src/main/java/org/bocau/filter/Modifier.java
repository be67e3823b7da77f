package org.bocau.filter;

import java.util.Locale;
import java.util.function.UnaryOperator;

/** What {@code set} does to a value; in the order of precedence. RFC 5229 §4.1. */
enum Modifier {
    LOWER(40, value -> value.toLowerCase(Locale.ROOT)),
    UPPER(40, value -> value.toUpperCase(Locale.ROOT)),
    LOWERFIRST(30, value -> first(value, String::toLowerCase)),
    UPPERFIRST(30, value -> first(value, String::toUpperCase)),
    QUOTEWILDCARD(20, value -> value.replaceAll("[*?\\\\]", "\\\\$0")),
    LENGTH(10, value -> Integer.toString(value.codePointCount(0, value.length())));

    private interface Case {
        String of(String text, Locale locale);
    }

    private final int precedence;
    private final UnaryOperator<String> change;

    Modifier(int precedence, UnaryOperator<String> change) {
        this.precedence = precedence;
        this.change = change;
    }

    private static String first(String value, Case change) {
        if (value.isEmpty()) {
            return value;
        }
        int end = value.offsetByCodePoints(0, 1);
        return change.of(value.substring(0, end), Locale.ROOT) + value.substring(end);
    }

    /** As a tag. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Two of the same precedence contradict each other. */
    boolean contradicts(Modifier other) {
        return precedence == other.precedence;
    }

    String apply(String value) {
        return change.apply(value);
    }
}

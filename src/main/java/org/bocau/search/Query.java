package org.bocau.search;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the search box says, read: {@code from: to: cc: bcc: subject: body: filename: list: label:
 * in: is: has:attachment before: after: older_than: newer_than: larger: smaller: "phrase" -not OR}
 * and parentheses, also {@code from:(an OR binh)}. OR binds closer than standing side by side.
 *
 * @param text as typed, without control characters, at most {@value #LONGEST} characters
 * @param expression null when there is nothing to look for
 * @param parts the conditions that must all be met, with their places in the text
 * @param problems what was not understood, in the order of the text
 */
public record Query(
        String text, @Nullable Expression expression, List<Part> parts, List<Problem> problems) {
    public static final int LONGEST = 1000;

    /**
     * A condition and where it stands.
     *
     * @param end exclusive
     */
    public record Part(int start, int end, Expression expression) {}

    /**
     * Reads any text; never fails.
     *
     * @param today what {@code after:yesterday} counts from
     */
    public static Query parse(@Nullable String typed, LocalDate today) {
        return new QueryParser(typed == null ? "" : typed, today).query();
    }

    /** The same search without this condition. */
    public String without(Part part) {
        return (text.substring(0, part.start()) + " " + text.substring(part.end()))
                .strip()
                .replaceAll("\\s{2,}", " ");
    }

    /** The condition as it was typed. */
    public String of(Part part) {
        return text.substring(part.start(), part.end());
    }
}

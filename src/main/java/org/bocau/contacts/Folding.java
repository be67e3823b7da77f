package org.bocau.contacts;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.bocau.message.SearchText;

/** Text as it is compared: lower case, without diacritics, {@code nguyen} for {@code Nguyễn}. */
final class Folding {
    /** More words than this are not looked for. */
    private static final int MOST_WORDS = 6;

    private Folding() {}

    static String of(String text) {
        return SearchText.folded(text.strip());
    }

    /**
     * All words that a completion may begin with, each after a space: the texts as they are and the
     * pieces of them.
     */
    static String words(String... texts) {
        return Arrays.stream(texts)
                .map(Folding::of)
                .flatMap(text ->
                        Arrays.stream(
                                (text + " " + text.replaceAll("[^\\p{L}\\p{N}]+", " "))
                                        .split("\\s+", -1)))
                .filter(word -> !word.isEmpty())
                .distinct()
                .collect(Collectors.joining(" ", " ", ""));
    }

    /** LIKE patterns that a text of {@link #words} must match, all of them. */
    static List<String> beginnings(String typed) {
        return pieces(typed).map(word -> "% " + word + "%").toList();
    }

    /** LIKE patterns of words that may stand anywhere. */
    static List<String> anywhere(String typed) {
        return pieces(typed).map(word -> "%" + word + "%").toList();
    }

    private static java.util.stream.Stream<String> pieces(String typed) {
        return Arrays.stream(of(typed).split("[\\s,;<>\"()]+", -1))
                .filter(word -> !word.isEmpty())
                .limit(MOST_WORDS)
                .map(word -> word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_"));
    }
}

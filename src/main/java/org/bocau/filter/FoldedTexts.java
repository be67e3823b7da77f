package org.bocau.filter;

import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.bocau.filter.Matching.Comparison;

/**
 * Texts as a comparison sees them. Long ones are remembered for the run: many rules look at one
 * body. Owned by one {@link Evaluation}, which pays.
 */
final class FoldedTexts {
    /** Characters of what is folded each time anew: that is cheap, and few come twice. */
    private static final int SHORT = 1024;

    /** Measured: 4 ns a character of plain ASCII, 20 of Vietnamese. */
    private static final long FOLDING = 20;

    /** Measured: 2 ns a character. */
    private static final long SPLITTING = 2;

    private final Map<Comparison, Map<String, String>> texts = new EnumMap<>(Comparison.class);
    private final Map<Comparison, Map<String, int[]>> points = new EnumMap<>(Comparison.class);
    private final LongConsumer cost;

    FoldedTexts(LongConsumer cost) {
        this.cost = cost;
    }

    String text(String text, Comparison by) {
        return remembered(texts, text, by, one -> fold(one, by));
    }

    /** The same in code points. */
    int[] points(String text, Comparison by) {
        return remembered(points, text, by, one -> split(text(one, by)));
    }

    private String fold(String text, Comparison by) {
        cost.accept(FOLDING * text.length());
        return by.folded(text);
    }

    private int[] split(String text) {
        cost.accept(SPLITTING * text.length());
        return text.codePoints().toArray();
    }

    /** By identity: to compare long texts costs what is to be spared. */
    private static <T> T remembered(
            Map<Comparison, Map<String, T>> known,
            String text,
            Comparison by,
            Function<String, T> make) {
        if (text.length() < SHORT) {
            return make.apply(text);
        }
        var same = known.computeIfAbsent(by, _ -> new IdentityHashMap<>());
        var there = same.get(text);
        if (there == null) {
            there = make.apply(text);
            same.put(text, there);
        }
        return there;
    }
}

package org.bocau.filter;

import java.util.function.LongConsumer;

/**
 * Looks for one text within others in time proportional to both lengths, whatever they are: {@link
 * String#contains} takes a thousand times as long for texts that are made for it, and letters come
 * from strangers. Knuth, Morris and Pratt, but where nothing has been found yet the JDK looks for
 * the first character, sixteen at a time.
 */
final class TextSearch {
    /** Nanoseconds of one step, as measured. */
    private static final long STEP = 2;

    /** Characters that are passed in a nanosecond where the first one is not among them. */
    private static final int PASSED = 4;

    private final String key;
    private final int[] border; // how much of the key stands at the end of its first i + 1, too
    private final LongConsumer cost;

    /**
     * @param cost told of nanoseconds, about
     */
    TextSearch(String key, LongConsumer cost) {
        cost.accept(STEP * key.length());
        this.key = key;
        this.border = new int[key.length()];
        this.cost = cost;
        for (int i = 1, same = 0; i < border.length; i++) {
            while (same > 0 && key.charAt(i) != key.charAt(same)) {
                same = border[same - 1];
            }
            if (key.charAt(i) == key.charAt(same)) {
                same++;
            }
            border[i] = same;
        }
    }

    boolean within(String text) {
        long steps = 0;
        int same = 0; // characters of the key that stand before the place
        for (int at = 0; same < key.length(); steps++) {
            if (same == 0) {
                at = text.indexOf(key.charAt(0), at);
            }
            if (at < 0 || at == text.length()) {
                break;
            }
            if (text.charAt(at) == key.charAt(same)) {
                at++;
                same++;
            } else {
                same = border[same - 1]; // not at 0: the first character was looked for
            }
        }
        cost.accept(1 + STEP * steps + text.length() / PASSED);
        return same == key.length();
    }
}

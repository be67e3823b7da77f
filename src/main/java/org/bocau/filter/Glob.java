package org.bocau.filter;

import org.jspecify.annotations.Nullable;

/**
 * {@code :matches}: {@code *} is any text, {@code ?} one character, a backslash quotes. RFC 5228
 * §2.7.1.
 */
final class Glob {
    private static final int ANY = -1;
    private static final int ONE = -2;

    /** Nanoseconds, as measured. */
    private static final long STEP = 2;

    private final int[] pattern;
    private final int[] number; // of the wildcards before each element
    private final int wildcards;

    private Glob(int[] pattern) {
        this.pattern = pattern;
        this.number = new int[pattern.length];
        int count = 0;
        for (int i = 0; i < pattern.length; i++) {
            number[i] = count;
            count += pattern[i] == ANY || pattern[i] == ONE ? 1 : 0;
        }
        this.wildcards = count;
    }

    static Glob of(String text) {
        var quoted = new boolean[1];
        var pattern =
                text.codePoints()
                        .map(c -> element(c, quoted))
                        .filter(c -> c != Integer.MIN_VALUE)
                        .toArray();
        return new Glob(pattern);
    }

    private static int element(int c, boolean[] quoted) {
        if (quoted[0]) {
            quoted[0] = false;
            return c;
        }
        return switch (c) {
            case '\\' -> {
                quoted[0] = true;
                yield Integer.MIN_VALUE;
            }
            case '*' -> ANY;
            case '?' -> ONE;
            default -> c;
        };
    }

    /**
     * Where the wildcards stand in a text that matches, each for as little as it may; null when it
     * does not match. In time proportional to the product of both lengths at worst, which the run
     * pays for, and without recursion.
     *
     * @return start and end of each wildcard in turn, in code points
     */
    int @Nullable [] match(int[] text, Evaluation of) {
        var bounds = new int[2 * wildcards];
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length) {
            of.spend(STEP);
            if (p < pattern.length && pattern[p] == ANY) {
                star = p++;
                mark = t;
                bound(bounds, star, t, t);
            } else if (p < pattern.length && (pattern[p] == ONE || pattern[p] == text[t])) {
                if (pattern[p] == ONE) {
                    bound(bounds, p, t, t + 1);
                }
                p++;
                t++;
            } else if (star >= 0) { // the last star takes one more
                p = star + 1;
                bounds[2 * number[star] + 1] = ++mark;
                t = mark;
            } else {
                return null;
            }
        }
        while (p < pattern.length && pattern[p] == ANY) {
            bound(bounds, p++, t, t);
        }
        return p == pattern.length ? bounds : null;
    }

    private void bound(int[] bounds, int at, int start, int end) {
        bounds[2 * number[at]] = start;
        bounds[2 * number[at] + 1] = end;
    }
}

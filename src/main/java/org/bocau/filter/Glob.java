package org.bocau.filter;

/**
 * {@code :matches}: {@code *} is any text, {@code ?} one character, a backslash quotes. RFC 5228
 * §2.7.1.
 */
final class Glob {
    private static final int ANY = -1;
    private static final int ONE = -2;

    private final int[] pattern;

    private Glob(int[] pattern) {
        this.pattern = pattern;
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

    /** In time proportional to the product of both lengths at worst, and without recursion. */
    boolean matches(String text) {
        var octets = text.codePoints().toArray();
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < octets.length) {
            if (p < pattern.length && pattern[p] == ANY) {
                star = p++;
                mark = t;
            } else if (p < pattern.length && (pattern[p] == ONE || pattern[p] == octets[t])) {
                p++;
                t++;
            } else if (star >= 0) { // the last star takes one more
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == ANY) {
            p++;
        }
        return p == pattern.length;
    }
}

package org.bocau.filter;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * What stands between two stars of a pattern: characters, and places for any one.
 *
 * <p>It is looked for by Shift-And (Baeza-Yates and Gonnet, 1992): the bits of a few words are all
 * the beginnings of the piece that a text may be within at a place, and each character of the text
 * moves them on together. So nothing is read twice, and a place for any character is a bit that is
 * set for all.
 */
final class GlobPiece {
    /** Any one character. */
    static final int ANY = -1;

    /** As much of a piece is looked for; what is behind it is compared where that was found. */
    private static final int MOST = 1024;

    /** Nanoseconds of a character, and of each word of bits for it. */
    private static final long STEP = 6;

    /** Characters that are passed in a nanosecond where none of the piece has begun. */
    private static final int PASSED = 2;

    private final int[] elements;

    GlobPiece(List<Integer> elements) {
        this.elements = elements.stream().mapToInt(Integer::intValue).toArray();
    }

    int length() {
        return elements.length;
    }

    boolean isWildcard(int at) {
        return elements[at] == ANY;
    }

    int wildcards() {
        return (int) Arrays.stream(elements).filter(one -> one == ANY).count();
    }

    /** Whether it stands there. */
    boolean standsAt(int[] text, int start) {
        if (start < 0 || text.length - start < elements.length) {
            return false;
        }
        for (int i = 0; i < elements.length; i++) {
            if (elements[i] != ANY && elements[i] != text[start + i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The first place where it stands.
     *
     * @param cost told of nanoseconds, about
     * @return its start; -1 when it is not between the two places
     */
    int find(int[] text, int from, int to, LongConsumer cost) {
        if (elements.length == 0) {
            return from;
        }
        var bits = new Bits(Arrays.copyOf(elements, Math.min(elements.length, MOST)), cost);
        int last = to - elements.length; // where it may start
        int ahead = bits.length - 1;
        int at = from;
        while (at <= last + ahead) {
            at = bits.next(text, at, last + ahead);
            if (at < 0) {
                return -1;
            }
            int start = at - ahead;
            cost.accept(elements.length - bits.length);
            if (elements.length == bits.length || standsAt(text, start)) {
                return start;
            }
            at++;
        }
        return -1;
    }

    /** The beginnings of a piece, and which of them a text is within. */
    private static final class Bits {
        private final int length;
        private final int words;
        private final int first;
        private final int[] known; // the characters of the piece, each once, ascending
        private final long[]
                masks; // where each of them may stand; before them where all others may
        private final long[] within;
        private final LongConsumer cost;

        Bits(int[] elements, LongConsumer cost) {
            this.length = elements.length;
            this.words = (length + Long.SIZE - 1) / Long.SIZE;
            this.first = elements[0];
            this.known =
                    Arrays.stream(elements).filter(c -> c != ANY).sorted().distinct().toArray();
            this.masks = new long[words * (known.length + 1)];
            this.within = new long[words];
            this.cost = cost;
            cost.accept(STEP * (length + masks.length));
            for (int i = 0; i < length; i++) {
                if (elements[i] == ANY) set(masks, 0, i);
            }
            for (int row = 1; row <= known.length; row++) {
                System.arraycopy(masks, 0, masks, row * words, words);
            }
            for (int i = 0; i < length; i++) {
                if (elements[i] != ANY) set(masks, row(elements[i]), i);
            }
        }

        private void set(long[] bits, int row, int at) {
            bits[row + at / Long.SIZE] |= 1L << at;
        }

        /** Where the bits for this character are. */
        private int row(int character) {
            int at = Arrays.binarySearch(known, character);
            return at < 0 ? 0 : (at + 1) * words;
        }

        /**
         * Goes on from where it was.
         *
         * @return where the piece ends, the first time; -1 when it does not until this last place
         */
        int next(int[] text, int from, int last) {
            long steps = 0;
            int at = from;
            boolean begun = !isEmpty();
            for (; at <= last; at++) {
                if (!begun && first != ANY) {
                    at = begin(text, at, last);
                    if (at > last) break;
                }
                begun = move(row(text[at]));
                steps++;
                if ((within[words - 1] >>> (length - 1) & 1) != 0) break;
            }
            cost.accept(1 + (STEP + words) * steps + (at - from) / PASSED);
            return at <= last ? at : -1;
        }

        private boolean isEmpty() {
            return Arrays.stream(within).allMatch(word -> word == 0);
        }

        private int begin(int[] text, int from, int last) {
            int at = from;
            while (at <= last && text[at] != first) at++;
            return at;
        }

        /** False when the text is within none of the beginnings. */
        private boolean move(int row) {
            long carry = 1; // it may begin at every place
            long any = 0;
            for (int i = 0; i < words; i++) {
                long moved = (within[i] << 1 | carry) & masks[row + i];
                carry = within[i] >>> (Long.SIZE - 1);
                within[i] = moved;
                any |= moved;
            }
            return any != 0;
        }
    }
}

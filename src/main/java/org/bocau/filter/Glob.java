package org.bocau.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code :matches}: {@code *} is any text, {@code ?} one character, a backslash quotes. RFC 5228
 * §2.7.1.
 *
 * <p>The stars divide a pattern into pieces. The first stands at the beginning of a text, the last
 * at its end, each of the others as far to the left as it can; so each star takes as little as it
 * may, from left to right, as RFC 5229 §3.2 wants it, and no decision is ever taken back.
 */
final class Glob {
    private final List<GlobPiece> pieces;
    private final int wildcards;

    private Glob(List<GlobPiece> pieces) {
        this.pieces = pieces;
        this.wildcards = pieces.size() - 1 + pieces.stream().mapToInt(GlobPiece::wildcards).sum();
    }

    static Glob of(String text) {
        var pieces = new ArrayList<GlobPiece>();
        var piece = new ArrayList<Integer>();
        boolean quoted = false;
        for (int c : text.codePoints().toArray()) {
            if (!quoted && c == '\\') {
                quoted = true;
            } else if (!quoted && c == '*') {
                pieces.add(new GlobPiece(piece));
                piece.clear();
            } else {
                piece.add(!quoted && c == '?' ? GlobPiece.ANY : c);
                quoted = false;
            }
        }
        pieces.add(new GlobPiece(piece));
        return new Glob(pieces);
    }

    /**
     * Where the wildcards stand in a text that matches, each for as little as it may; null when it
     * does not match. The cost is in proportion to the text, however it repeats what the pattern
     * begins with.
     *
     * @param cost told of nanoseconds, about
     * @return start and end of each wildcard in turn, in code points
     */
    int @Nullable [] match(int[] text, LongConsumer cost) {
        var first = pieces.getFirst();
        var last = pieces.getLast();
        int tail = text.length - last.length();
        cost.accept(first.length() + last.length());
        boolean ends =
                pieces.size() == 1
                        ? tail == 0
                        : tail >= first.length() && last.standsAt(text, tail);
        if (!ends || !first.standsAt(text, 0)) {
            return null;
        }
        var found = new Found(new int[2 * wildcards]);
        found.piece(first, 0);
        int end = first.length();
        for (int i = 1; i < pieces.size(); i++) {
            var piece = pieces.get(i);
            int at = piece == last ? tail : piece.find(text, end, tail, cost);
            if (at < 0) {
                return null;
            }
            found.wildcard(end, at);
            found.piece(piece, at);
            end = at + piece.length();
        }
        return found.bounds;
    }

    /** What the wildcards stand for, in their order. */
    private static final class Found {
        private final int[] bounds;
        private int count;

        Found(int[] bounds) {
            this.bounds = bounds;
        }

        void wildcard(int start, int end) {
            bounds[count++] = start;
            bounds[count++] = end;
        }

        void piece(GlobPiece piece, int start) {
            for (int i = 0; i < piece.length(); i++) {
                if (piece.isWildcard(i)) {
                    wildcard(start + i, start + i + 1);
                }
            }
        }
    }
}

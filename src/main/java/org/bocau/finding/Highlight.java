package org.bocau.finding;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bocau.message.SearchText;
import org.bocau.search.Expression;
import org.bocau.webmail.LineMarks;
import org.jspecify.annotations.Nullable;

/** Finds in a line what a search was for, as the search does: without case and diacritics. */
final class Highlight implements LineMarks {
    private static final int LONGEST = 1000;
    private static final int MOST_WORDS = 20;

    private final Set<String> words = new LinkedHashSet<>();

    Highlight(@Nullable Expression expression) {
        if (expression != null) collect(expression);
    }

    private void collect(Expression expression) {
        switch (expression) {
            case Expression.And and -> and.parts().forEach(this::collect);
            case Expression.Or or -> or.parts().forEach(this::collect);
            case Expression.Text text -> {
                var folded = SearchText.folded(text.text());
                var pieces = text.phrase() ? List.of(folded) : List.of(folded.split("\\s+", -1));
                for (var piece : pieces) {
                    if (!piece.isBlank() && words.size() < MOST_WORDS) words.add(piece);
                }
            }
            default -> {} // what is excluded, and what is no text, is not to be seen
        }
    }

    @Override
    public List<Piece> of(String line) {
        if (words.isEmpty() || line.isEmpty() || line.length() > LONGEST) {
            return List.of(new Piece(line, false));
        }
        var hits = hits(line);
        var pieces = new ArrayList<Piece>();
        for (int at = 0; at < line.length(); ) {
            boolean hit = hits.get(at);
            int end = hit ? hits.nextClearBit(at) : hits.nextSetBit(at);
            if (end < 0 || end > line.length()) end = line.length();
            pieces.add(new Piece(line.substring(at, end), hit));
            at = end;
        }
        return pieces;
    }

    /** Which characters of the line belong to a word that was looked for. */
    private BitSet hits(String line) {
        var folded = new StringBuilder();
        var from = new ArrayList<Integer>(); // of each folded character, where its origin begins
        for (int i = 0; i < line.length(); ) {
            int length = Character.charCount(line.codePointAt(i));
            // a letter and the marks that follow it are one
            while (i + length < line.length()
                    && Character.getType(line.charAt(i + length)) == Character.NON_SPACING_MARK)
                length++;
            var piece = SearchText.folded(line.substring(i, i + length));
            folded.append(piece);
            for (int n = 0; n < piece.length(); n++) from.add(i);
            i += length;
        }
        from.add(line.length());
        var hits = new BitSet(line.length());
        for (var word : words) {
            for (int at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
                int end = at + word.length();
                while (end < folded.length() && from.get(end).equals(from.get(end - 1))) end++;
                hits.set(from.get(at), from.get(end));
            }
        }
        return hits;
    }
}

package org.bocau.search;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the search box into words, signs and parentheses. Total: whatever is typed is some token.
 */
final class QueryLexer {
    enum Kind {
        WORD,
        OPEN,
        CLOSE,
        OR,
        NOT
    }

    /**
     * @param operator what stands before a colon, null without one; with OPEN it is for all within
     * @param value the word, or what stands behind the colon; without its quotes
     * @param quoted true when quotes were around it
     */
    record Token(
            Kind kind,
            int start,
            int end,
            @Nullable String operator,
            String value,
            boolean quoted) {}

    private static final int LONGEST_OPERATOR = 16;

    private final String text;
    private final List<Problem> problems;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int depth;

    QueryLexer(String text, List<Problem> problems) {
        this.text = text;
        this.problems = problems;
    }

    List<Token> tokens() {
        while (true) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
            if (at >= text.length()) return tokens;
            next();
        }
    }

    private void next() {
        int start = at;
        char c = text.charAt(at);
        if (c == '(') {
            open(start, null);
        } else if (c == ')') {
            at++;
            if (depth > 0) {
                depth--;
                sign(Kind.CLOSE, start);
            } else {
                problems.add(new Problem(Problem.Kind.CLOSING_PARENTHESIS, ")"));
            }
        } else if (c == '-'
                && at + 1 < text.length()
                && !Character.isWhitespace(text.charAt(at + 1))) {
            at++;
            sign(Kind.NOT, start);
        } else if (c == '|') {
            at++;
            sign(Kind.OR, start);
        } else {
            word(start);
        }
    }

    private void open(int start, @Nullable String operator) {
        at++;
        depth++;
        tokens.add(new Token(Kind.OPEN, start, at, operator, "", false));
    }

    private void sign(Kind kind, int start) {
        tokens.add(new Token(kind, start, at, null, "", false));
    }

    private void word(int start) {
        var operator = operator();
        if (operator != null && at < text.length() && text.charAt(at) == '(') {
            open(start, operator);
            return;
        }
        if (at < text.length() && text.charAt(at) == '"') {
            var value = quoted();
            tokens.add(new Token(Kind.WORD, start, at, operator, value, true));
            return;
        }
        int from = at;
        while (at < text.length() && !ends(text.charAt(at))) at++;
        var value = text.substring(from, at);
        if (operator == null
                && (value.equals("OR") || value.equals("AND") || value.equals("NOT"))) {
            if (value.equals("OR")) sign(Kind.OR, start);
            else if (value.equals("NOT")) sign(Kind.NOT, start);
            return; // AND is what standing side by side means
        }
        tokens.add(new Token(Kind.WORD, start, at, operator, value, false));
    }

    /** Letters before a colon; an address of a page or a time of day is none. */
    private @Nullable String operator() {
        int end = at;
        while (end < text.length()
                && end - at < LONGEST_OPERATOR
                && (Character.isLetter(text.charAt(end))
                        || text.charAt(end) == '_'
                        || text.charAt(end) == '-')) end++;
        if (end == at || end >= text.length() || text.charAt(end) != ':') return null;
        if (text.startsWith("//", end + 1)) return null;
        var operator = text.substring(at, end);
        at = end + 1;
        return operator;
    }

    private boolean ends(char c) {
        return Character.isWhitespace(c) || (c == ')' && depth > 0);
    }

    private String quoted() {
        int close = text.indexOf('"', at + 1);
        if (close < 0) {
            problems.add(new Problem(Problem.Kind.QUOTE, text.substring(at)));
            close = text.length();
        }
        var value = text.substring(at + 1, close).strip();
        at = Math.min(text.length(), close + 1);
        return value;
    }

    /** How many parentheses are still open. */
    int depth() {
        return depth;
    }
}

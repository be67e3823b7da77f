package org.bocau.search;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.bocau.search.Expression.And;
import org.bocau.search.Expression.Not;
import org.bocau.search.Expression.Or;
import org.bocau.search.Query.Part;
import org.bocau.search.QueryLexer.Kind;
import org.bocau.search.QueryLexer.Token;
import org.jspecify.annotations.Nullable;

/**
 * Reads tokens by this grammar; what does not fit is named and passed over. Depth and number are
 * bounded.
 *
 * <pre>
 * query = *unit                          ; all of them
 * unit  = term *("OR" term)
 * term  = ["-"] (word / [operator] "(" query ")")
 * </pre>
 */
final class QueryParser {
    private static final int DEEPEST = 8;
    private static final int MOST_CRITERIA = 50;

    private final String text;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Token> tokens;
    private final CriterionReader criteria;
    private int at;
    private int read;

    QueryParser(String typed, LocalDate today) {
        text = clean(typed);
        if (typed.strip().length() > Query.LONGEST) {
            problems.add(new Problem(Problem.Kind.TOO_LONG, Integer.toString(Query.LONGEST)));
        }
        var lexer = new QueryLexer(text, problems);
        tokens = lexer.tokens();
        if (lexer.depth() > 0) problems.add(new Problem(Problem.Kind.OPEN_PARENTHESIS, "("));
        criteria = new CriterionReader(today, problems);
    }

    /**
     * Control characters, and those that turn the direction of the writing, are spaces (T38, T52).
     */
    private static String clean(String typed) {
        var out = new StringBuilder();
        typed.strip()
                .codePoints()
                .map(c -> Character.isISOControl(c) || turns(c) ? ' ' : c)
                .limit(Query.LONGEST)
                .forEach(out::appendCodePoint);
        if (out.length() > Query.LONGEST) out.setLength(Query.LONGEST - 1); // halves no pair
        return out.toString().strip();
    }

    private static boolean turns(int c) {
        return (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || Character.getType(c) == Character.SURROGATE;
    }

    Query query() {
        var parts = parts(null, 0);
        var all = parts.stream().map(Part::expression).toList();
        return new Query(
                text, all.isEmpty() ? null : and(all), List.copyOf(parts), List.copyOf(problems));
    }

    private static Expression and(List<Expression> all) {
        return all.size() == 1 ? all.getFirst() : new And(List.copyOf(all));
    }

    /**
     * @param operator for the words that have none, from before a parenthesis
     */
    private List<Part> parts(@Nullable String operator, int depth) {
        var parts = new ArrayList<Part>();
        while (at < tokens.size() && tokens.get(at).kind() != Kind.CLOSE) {
            int start = tokens.get(at).start();
            var unit = unit(operator, depth);
            if (unit != null) parts.add(new Part(start, tokens.get(at - 1).end(), unit));
        }
        return parts;
    }

    private @Nullable Expression unit(@Nullable String operator, int depth) {
        var either = new ArrayList<Expression>();
        boolean lonely = tokens.get(at).kind() == Kind.OR;
        if (!lonely) add(either, term(operator, depth));
        while (at < tokens.size() && tokens.get(at).kind() == Kind.OR) {
            at++;
            boolean ends =
                    at >= tokens.size()
                            || tokens.get(at).kind() == Kind.CLOSE
                            || tokens.get(at).kind() == Kind.OR;
            if (ends) lonely = true;
            else add(either, term(operator, depth));
        }
        if (lonely) problems.add(new Problem(Problem.Kind.LONELY_OR, "OR"));
        if (either.isEmpty()) return null;
        return either.size() == 1 ? either.getFirst() : new Or(List.copyOf(either));
    }

    private static void add(List<Expression> all, @Nullable Expression one) {
        if (one != null) all.add(one);
    }

    /** Moves on by one token at least. */
    private @Nullable Expression term(@Nullable String operator, int depth) {
        boolean not = false;
        while (at < tokens.size() && tokens.get(at).kind() == Kind.NOT) {
            not = !not;
            at++;
        }
        if (at >= tokens.size()
                || tokens.get(at).kind() == Kind.CLOSE
                || tokens.get(at).kind() == Kind.OR) return null;
        var token = tokens.get(at++);
        var one = token.kind() == Kind.OPEN ? group(token, operator, depth) : word(token, operator);
        return one != null && not ? new Not(one) : one;
    }

    private @Nullable Expression group(Token open, @Nullable String operator, int depth) {
        if (depth >= DEEPEST) {
            if (depth == DEEPEST)
                problems.add(new Problem(Problem.Kind.TOO_DEEP, text.substring(open.start())));
            at = tokens.size();
            return null;
        }
        var inner = parts(open.operator() == null ? operator : open.operator(), depth + 1);
        if (at < tokens.size()) at++; // the parenthesis that closes it
        var all = inner.stream().map(Part::expression).toList();
        return all.isEmpty() ? null : and(all);
    }

    private @Nullable Expression word(Token token, @Nullable String operator) {
        if (++read > MOST_CRITERIA) {
            if (read == MOST_CRITERIA + 1) {
                problems.add(new Problem(Problem.Kind.TOO_MANY, Integer.toString(MOST_CRITERIA)));
            }
            return null;
        }
        var own = token.operator() == null ? operator : token.operator();
        return criteria.read(
                own, token.value(), token.quoted(), text.substring(token.start(), token.end()));
    }
}

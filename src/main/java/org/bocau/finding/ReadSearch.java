package org.bocau.finding;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.SearchScope;
import org.bocau.search.Expression;
import org.bocau.search.Expression.And;
import org.bocau.search.Expression.Not;
import org.bocau.search.Expression.Or;
import org.bocau.search.Problem;
import org.bocau.search.Query;
import org.jspecify.annotations.Nullable;

/**
 * A query held against an account: its folders and labels are known, and what it names that is not
 * there is left out and said.
 *
 * @param expression null when there is nothing to look for
 * @param problems of the text and of the names
 */
public record ReadSearch(Query query, @Nullable Expression expression, List<Problem> problems) {
    /**
     * @param keyword of a label, by the name people see
     */
    static ReadSearch of(
            String typed, LocalDate today, Folders folders, UnaryOperator<String> keyword) {
        var query = Query.parse(typed, today);
        var problems = new ArrayList<>(query.problems());
        var read = query.expression();
        var known = read == null ? null : known(read, folders, keyword, problems);
        return new ReadSearch(query, known, List.copyOf(problems));
    }

    /** Without folders that are not there, with labels as keywords; null when nothing is left. */
    private static @Nullable Expression known(
            Expression expression,
            Folders folders,
            UnaryOperator<String> keyword,
            List<Problem> problems) {
        return switch (expression) {
            case And and -> {
                var parts = known(and.parts(), folders, keyword, problems);
                yield parts.size() > 1 ? new And(parts) : only(parts);
            }
            case Or or -> {
                var parts = known(or.parts(), folders, keyword, problems);
                yield parts.size() > 1 ? new Or(parts) : only(parts);
            }
            case Not not -> {
                var part = known(not.part(), folders, keyword, problems);
                yield part == null ? null : new Not(part);
            }
            case Expression.In in -> {
                boolean there =
                        folders.all().stream().anyMatch(f -> SearchScope.means(in.folder(), f));
                if (!there) problems.add(new Problem(Problem.Kind.FOLDER, in.folder()));
                yield there ? in : null;
            }
            case Expression.Label label -> new Expression.Label(keyword.apply(label.name()));
            default -> expression;
        };
    }

    private static @Nullable Expression only(List<Expression> parts) {
        return parts.isEmpty() ? null : parts.getFirst();
    }

    private static List<Expression> known(
            List<Expression> parts,
            Folders folders,
            UnaryOperator<String> keyword,
            List<Problem> problems) {
        return parts.stream()
                .map(part -> known(part, folders, keyword, problems))
                .filter(Objects::nonNull)
                .toList();
    }
}

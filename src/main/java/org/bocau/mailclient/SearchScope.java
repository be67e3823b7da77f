package org.bocau.mailclient;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bocau.message.SearchText;
import org.bocau.search.Expression;
import org.bocau.search.Expression.And;
import org.bocau.search.Expression.In;
import org.bocau.search.Expression.Is;
import org.bocau.search.Expression.Not;
import org.bocau.search.Expression.Or;
import org.bocau.search.Expression.State;

/**
 * Which folders a search is about, and what is asked in each: conditions on the folder are decided
 * here, so that what remains is for the server. Junk and Trash are looked in only where a search
 * names them, or {@code in:anywhere}.
 *
 * @param folders by what is asked in them; most often all are asked the same
 */
public record SearchScope(Map<Expression, List<Folder>> folders) {
    private static final Expression ALL = new And(List.of());
    private static final Expression NONE = new Or(List.of());
    private static final String ANYWHERE = "anywhere";

    /** Decides for each folder of the account. */
    public static SearchScope of(Expression expression, Folders folders) {
        var asked = new LinkedHashMap<Expression, List<Folder>>();
        for (var folder : folders.selectable()) {
            boolean aside = folder.is(Role.JUNK) || folder.is(Role.TRASH);
            if (aside && !names(expression, folder)) continue;
            var here = decided(expression, folder);
            if (!here.equals(NONE)) asked.computeIfAbsent(here, _ -> new ArrayList<>()).add(folder);
        }
        return new SearchScope(asked);
    }

    /**
     * True when {@code in:} may mean this folder by these words: its role, its name or its path,
     * without regard to case and diacritics.
     */
    public static boolean means(String words, Folder folder) {
        var sought = SearchText.folded(words.strip());
        var role = folder.role();
        return sought.equals(ANYWHERE)
                || (role != null
                        && (sought.equals(role.key())
                                || (role == Role.JUNK && sought.equals("spam"))))
                || sought.equals(SearchText.folded(folder.name()))
                || sought.equals(SearchText.folded(folder.label()))
                || sought.equals(SearchText.folded(folder.title()))
                || words.equals(folder.path().segment());
    }

    private static boolean names(Expression expression, Folder folder) {
        return switch (expression) {
            case And and -> and.parts().stream().anyMatch(part -> names(part, folder));
            case Or or -> or.parts().stream().anyMatch(part -> names(part, folder));
            case Not not -> names(not.part(), folder);
            case In in -> means(in.folder(), folder);
            default -> false;
        };
    }

    private static Expression decided(Expression expression, Folder folder) {
        return switch (expression) {
            case And and -> and(and.parts().stream().map(part -> decided(part, folder)).toList());
            case Or or -> or(or.parts().stream().map(part -> decided(part, folder)).toList());
            case Not not -> not(decided(not.part(), folder));
            case In in -> means(in.folder(), folder) ? ALL : NONE;
            case Is(State state) when state == State.SNOOZED -> isSnoozed(folder) ? ALL : NONE;
            default -> expression;
        };
    }

    private static boolean isSnoozed(Folder folder) {
        var role = folder.role();
        return role == null ? folder.name().equals("Snoozed") : role.key().equals("snoozed");
    }

    private static Expression and(List<Expression> parts) {
        if (parts.contains(NONE)) return NONE;
        var asked = parts.stream().filter(part -> !part.equals(ALL)).toList();
        return asked.size() == 1 ? asked.getFirst() : new And(asked);
    }

    private static Expression or(List<Expression> parts) {
        if (parts.contains(ALL)) return ALL;
        var asked = parts.stream().filter(part -> !part.equals(NONE)).toList();
        return asked.size() == 1 ? asked.getFirst() : new Or(asked);
    }

    private static Expression not(Expression part) {
        if (part.equals(ALL)) return NONE;
        return part.equals(NONE) ? ALL : new Not(part);
    }
}

package org.bocau.admin;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an edit changed, for the audit trail: {@code name: An → Anna, quota: – → 5 GB}; empty when
 * nothing did.
 */
final class Differences {
    private static final int MOST_NAMED = 20;

    private final StringJoiner found = new StringJoiner(", ");

    Differences compare(String what, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            found.add(what + ": " + word(before) + " → " + word(after));
        }
        return this;
    }

    /** For lists of addresses: what was taken away and what came. */
    <T> Differences compareSets(String what, Collection<T> before, Collection<T> after) {
        var gone = new LinkedHashSet<>(before);
        after.forEach(gone::remove);
        var come = new LinkedHashSet<>(after);
        before.forEach(come::remove);
        if (!gone.isEmpty()) found.add(what + " removed: " + named(gone));
        if (!come.isEmpty()) found.add(what + " added: " + named(come));
        return this;
    }

    private static String named(Collection<?> items) {
        var first =
                items.stream()
                        .limit(MOST_NAMED)
                        .map(String::valueOf)
                        .collect(Collectors.joining(" "));
        int more = items.size() - MOST_NAMED;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    private static String word(@Nullable Object value) {
        var text = String.valueOf(value);
        return value == null || text.isEmpty() ? "–" : text;
    }

    @Override
    public String toString() {
        return found.toString();
    }
}

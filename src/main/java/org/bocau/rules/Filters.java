package org.bocau.rules;

import java.util.List;

/**
 * All that filters an account's mail.
 *
 * @param own a script the person wrote; used in place of the rules and the absence when {@code
 *     ownActive}
 */
public record Filters(List<Rule> rules, Absence absence, String own, boolean ownActive) {
    public static final Filters NONE = new Filters(List.of(), Absence.NONE, "", false);

    /** Most rules of an account. */
    public static final int MOST_RULES = 200;

    public Filters {
        rules = List.copyOf(rules);
    }

    public Filters with(List<Rule> changed) {
        return new Filters(changed, absence, own, ownActive);
    }

    public Filters with(Absence changed) {
        return new Filters(rules, changed, own, ownActive);
    }

    public Filters with(String script, boolean active) {
        return new Filters(rules, absence, script, active);
    }
}

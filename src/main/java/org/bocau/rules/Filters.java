package org.bocau.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

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

    public Optional<Rule> rule(String id) {
        return rules.stream().filter(rule -> rule.id().equals(id)).findFirst();
    }

    /** In its place, or after all others when it is new. */
    public Filters with(Rule changed) {
        var all = new ArrayList<>(rules);
        int at = position(changed.id());
        if (at < 0) all.add(changed);
        else all.set(at, changed);
        return with(all);
    }

    public Filters without(String id) {
        return with(rules.stream().filter(rule -> !rule.id().equals(id)).toList());
    }

    /** One place nearer to the top; the first stays. */
    public Filters raised(String id) {
        int at = position(id);
        if (at < 1) return this;
        var all = new ArrayList<>(rules);
        Collections.swap(all, at, at - 1);
        return with(all);
    }

    private int position(String id) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).id().equals(id)) return i;
        }
        return -1;
    }

    public Filters with(Absence changed) {
        return new Filters(rules, changed, own, ownActive);
    }

    public Filters with(String script, boolean active) {
        return new Filters(rules, absence, script, active);
    }
}

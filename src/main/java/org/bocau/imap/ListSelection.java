package org.bocau.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.bocau.mailbox.Mailbox;

/**
 * Which names LIST tells: those that its selection options select and, with RECURSIVEMATCH, those
 * that have such names below them which are not told themselves. RFC 5258 §3.1, §3.5.
 */
final class ListSelection {
    private final Set<ListOption> options;
    private final MailboxTree tree;
    private final Set<String> subscribed;
    private final TreeSet<String> selected = new TreeSet<>(); // whatever the patterns say
    private final TreeSet<String> untold = new TreeSet<>(); // of these, what no pattern matches
    private final List<String> told = new ArrayList<>();

    /**
     * @param matches what a pattern matches
     */
    ListSelection(
            Set<ListOption> options,
            Predicate<String> matches,
            MailboxTree tree,
            Set<String> subscribed) {
        this.options = options;
        this.tree = tree;
        this.subscribed = subscribed;
        var candidates = candidates();
        for (String name : candidates) {
            if (selects(name)) {
                selected.add(name);
                if (!matches.test(name)) {
                    untold.add(name);
                }
            }
        }
        for (String name : candidates) {
            if (matches.test(name) && (selected.contains(name) || stands(name))) {
                told.add(name);
            }
        }
    }

    private Set<String> candidates() {
        if (!options.contains(ListOption.SUBSCRIBED)) {
            return tree.names();
        }
        var names = new TreeSet<>(subscribed);
        if (options.contains(ListOption.RECURSIVEMATCH)) {
            subscribed.forEach(name -> names.addAll(MailboxTree.superiors(name)));
        }
        return names;
    }

    private boolean selects(String name) {
        Mailbox mailbox = tree.find(name);
        boolean special = mailbox != null && mailbox.specialUse() != null;
        return (!options.contains(ListOption.SUBSCRIBED) || subscribed.contains(name))
                && (!options.contains(ListOption.SPECIAL_USE) || special);
    }

    /** It is told for what is below it, where that is not told anyway: RFC 5258 §3.5. */
    private boolean stands(String name) {
        return options.contains(ListOption.RECURSIVEMATCH) && below(untold, name);
    }

    private static boolean below(NavigableSet<String> names, String name) {
        String first = names.ceiling(name + "/");
        return first != null && first.startsWith(name + "/");
    }

    /** In the order to tell them. */
    List<String> told() {
        return told;
    }

    /** {@code ("CHILDINFO" ("SUBSCRIBED"))} with a space before it, or nothing. RFC 5258 §4. */
    String childInfo(String name) {
        if (!options.contains(ListOption.RECURSIVEMATCH) || !below(selected, name)) {
            return "";
        }
        var criteria = new ArrayList<String>();
        if (options.contains(ListOption.SUBSCRIBED)) {
            criteria.add("\"SUBSCRIBED\"");
        }
        if (options.contains(ListOption.SPECIAL_USE)) {
            criteria.add("\"SPECIAL-USE\"");
        }
        return " (\"CHILDINFO\" (" + String.join(" ", criteria) + "))";
    }
}

package org.bocau.imap;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bocau.mailbox.Access;
import org.bocau.mailbox.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * The names an account sees as LIST shows them: who has inferiors, what is for what. The levels
 * above another's mailbox are names too, or a client that asks level by level ({@code %}) would
 * never come to it.
 */
final class MailboxTree {
    private final Map<String, Access> byName = new LinkedHashMap<>();
    private final Set<String> parents = new HashSet<>();
    private final Set<String> levels = new HashSet<>();
    private final Set<String> names = new LinkedHashSet<>();

    MailboxTree(List<Access> mailboxes) {
        var others = new TreeSet<String>();
        for (Access access : mailboxes) {
            String name = access.mailbox().name();
            byName.put(name, access);
            parents.addAll(superiors(name));
            (access.own() ? names : others).add(name);
            if (!access.own()) {
                levels.addAll(superiors(name));
            }
        }
        levels.removeAll(byName.keySet());
        others.addAll(levels);
        names.addAll(others);
    }

    /** The names above, nearest first. */
    static List<String> superiors(String name) {
        var names = new ArrayList<String>();
        for (int slash = name.lastIndexOf('/');
                slash > 0;
                slash = name.lastIndexOf('/', slash - 1)) {
            names.add(name.substring(0, slash));
        }
        return names;
    }

    /** All names, INBOX first, those of others last. */
    Set<String> names() {
        return names;
    }

    @Nullable Mailbox find(String name) {
        Access access = byName.get(name);
        return access == null ? null : access.mailbox();
    }

    @Nullable Access access(String name) {
        return byName.get(name);
    }

    /**
     * {@code \Noselect}, {@code \HasChildren}, {@code \Sent}…; {@code \NonExistent} only for a name
     * that is no mailbox at all (quirk 16: Thunderbird would not copy into it).
     */
    List<String> attributesOf(String name) {
        var attributes = new ArrayList<String>();
        Mailbox mailbox = find(name);
        if (mailbox == null && !levels.contains(name)) {
            attributes.add("\\NonExistent");
        } else if (mailbox == null || !mailbox.selectable()) {
            attributes.add("\\Noselect");
        }
        attributes.add(parents.contains(name) ? "\\HasChildren" : "\\HasNoChildren");
        if (mailbox != null && mailbox.specialUse() != null) {
            attributes.add(mailbox.specialUse().text());
        }
        return attributes;
    }
}

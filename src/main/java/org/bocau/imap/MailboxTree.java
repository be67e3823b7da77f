package org.bocau.imap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bocau.mailbox.Mailbox;
import org.jspecify.annotations.Nullable;

/** An account's names as LIST shows them: who has inferiors, what is for what. */
final class MailboxTree {
    private final Map<String, Mailbox> byName = new HashMap<>();
    private final Set<String> parents = new HashSet<>();

    MailboxTree(List<Mailbox> mailboxes) {
        for (Mailbox mailbox : mailboxes) {
            byName.put(mailbox.name(), mailbox);
            parents.addAll(superiors(mailbox.name()));
        }
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

    @Nullable Mailbox find(String name) {
        return byName.get(name);
    }

    /** {@code (\HasNoChildren \Sent)}. */
    String attributes(Mailbox mailbox) {
        var attributes = new ArrayList<String>();
        if (!mailbox.selectable()) {
            attributes.add("\\Noselect");
        }
        attributes.add(parents.contains(mailbox.name()) ? "\\HasChildren" : "\\HasNoChildren");
        if (mailbox.specialUse() != null) {
            attributes.add(mailbox.specialUse().text());
        }
        return "(" + String.join(" ", attributes) + ")";
    }
}

package org.bocau.imap;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bocau.mailbox.Mailbox;
import org.jspecify.annotations.Nullable;

/** An account's names as LIST shows them: who has inferiors, what is for what. */
final class MailboxTree {
    private final Map<String, Mailbox> byName = new LinkedHashMap<>();
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

    /** All names, INBOX first. */
    Set<String> names() {
        return byName.keySet();
    }

    @Nullable Mailbox find(String name) {
        return byName.get(name);
    }

    /**
     * {@code \Noselect}, {@code \HasChildren}, {@code \Sent}…; {@code \NonExistent} only for a name
     * that is no mailbox at all (quirk 16: Thunderbird would not copy into it).
     */
    List<String> attributesOf(String name) {
        var attributes = new ArrayList<String>();
        Mailbox mailbox = byName.get(name);
        if (mailbox == null) {
            attributes.add("\\NonExistent");
        } else if (!mailbox.selectable()) {
            attributes.add("\\Noselect");
        }
        attributes.add(parents.contains(name) ? "\\HasChildren" : "\\HasNoChildren");
        if (mailbox != null && mailbox.specialUse() != null) {
            attributes.add(mailbox.specialUse().text());
        }
        return attributes;
    }
}

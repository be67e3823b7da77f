package org.bocau.transfer;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailRefusedException;

/** The mailboxes that folders of files become; those that are not there are made. */
final class Places {
    private static final int MOST_MADE = 1000;
    private static final int DEEPEST = 10;
    private static final int LONGEST = 100;
    private static final String INBOX = "INBOX";

    private final FolderStore store;
    private final MailAccount account;
    private final String base;
    private final char separator;
    private final Map<String, String> known = new HashMap<>();
    private int made;

    /**
     * @param base the mailbox that all go into, by its IMAP name; empty for the places they had
     */
    Places(FolderStore store, MailAccount account, String base) {
        this.store = store;
        this.account = account;
        this.base = base;
        var folders = store.list(account);
        this.separator = folders.separator();
        folders.all().stream()
                .filter(folder -> !folder.shared())
                .forEach(folder -> known.putIfAbsent(folded(folder.name()), folder.name()));
    }

    /**
     * The IMAP name for these levels.
     *
     * @param levels none: the base itself, or the inbox
     * @throws MailRefusedException the server makes no such mailbox
     */
    String mailbox(List<String> levels) {
        var name = base;
        for (var level : levels.subList(0, Math.min(DEEPEST, levels.size()))) {
            var next = name.isEmpty() ? usable(level) : name + separator + usable(level);
            var there = known.get(folded(next));
            name = there == null ? make(next) : there;
        }
        return name.isEmpty() ? INBOX : name;
    }

    private String make(String name) {
        if (++made > MOST_MADE) throw new MailRefusedException("too many folders");
        store.create(account, null, name);
        known.put(folded(name), name);
        return name;
    }

    /** What no server takes in a name becomes something else. */
    private String usable(String level) {
        var plain = new StringBuilder();
        Normalizer.normalize(level, Normalizer.Form.NFC)
                .codePoints()
                .limit(LONGEST)
                .map(c -> c == separator || c == '*' || c == '%' || !shown(c) ? '_' : c)
                .forEach(plain::appendCodePoint);
        var name = plain.toString().strip();
        return name.isEmpty() ? "_" : name;
    }

    private static boolean shown(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    /** {@code Inbox} and {@code sent} are the folders that are there. */
    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}

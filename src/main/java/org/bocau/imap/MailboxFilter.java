package org.bocau.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code filter-mailboxes}: which mailboxes NOTIFY tells of and ESEARCH looks in. RFC 5465 §6, RFC
 * 7377 §2.2.
 *
 * @param names for the kinds that have them
 */
record MailboxFilter(Kind kind, List<String> names) {
    enum Kind {
        SELECTED,
        SELECTED_DELAYED,
        INBOXES, // filters may file anywhere: the same as PERSONAL (RFC 5465 §6.3)
        PERSONAL,
        SUBSCRIBED,
        SUBTREE,
        SUBTREE_ONE,
        MAILBOXES;

        private boolean named() {
            return this == SUBTREE || this == SUBTREE_ONE || this == MAILBOXES;
        }
    }

    static final Set<Kind> OF_NOTIFY = EnumSet.complementOf(EnumSet.of(Kind.SUBTREE_ONE));
    static final Set<Kind> OF_ESEARCH = EnumSet.complementOf(EnumSet.of(Kind.SELECTED_DELAYED));

    static final MailboxFilter SELECTED = new MailboxFilter(Kind.SELECTED, List.of());

    static final int MOST_NAMES = 1000;

    /**
     * @param allowed what the command knows
     * @param overflow what it answers to more than {@value #MOST_NAMES} names
     * @throws ImapRefusal BAD: another filter
     */
    static MailboxFilter parse(ImapReader in, Set<Kind> allowed, Supplier<ImapRefusal> overflow)
            throws IOException {
        String word = in.word();
        for (Kind kind : allowed) {
            if (kind.name().replace('_', '-').equals(word)) {
                return new MailboxFilter(kind, kind.named() ? names(in.sp(), overflow) : List.of());
            }
        }
        throw ImapRefusal.bad("unknown mailbox filter");
    }

    /** {@code one-or-more-mailbox}. */
    private static List<String> names(ImapReader in, Supplier<ImapRefusal> overflow)
            throws IOException {
        if (!in.takeIf("(")) {
            return List.of(in.mailbox());
        }
        var names = new ArrayList<String>();
        do {
            if (names.size() == MOST_NAMES) {
                throw overflow.get();
            }
            names.add(in.mailbox());
        } while (in.takeIf(" "));
        in.expect(')');
        return List.copyOf(names);
    }

    /** The selected mailbox, whichever that is. */
    boolean selected() {
        return kind == Kind.SELECTED || kind == Kind.SELECTED_DELAYED;
    }

    /**
     * True for a mailbox, or the name of one that is no more, that this is about; the selected one
     * is known by no name.
     *
     * @param own in the user's personal namespace
     */
    boolean matches(String name, boolean own, Set<String> subscribed) {
        return switch (kind) {
            case SELECTED, SELECTED_DELAYED -> false;
            case INBOXES, PERSONAL -> own;
            case SUBSCRIBED -> subscribed.contains(name);
            case MAILBOXES -> names.contains(name);
            case SUBTREE ->
                    names.stream().anyMatch(top -> name.equals(top) || name.startsWith(top + "/"));
            case SUBTREE_ONE -> names.contains(name) || names.contains(above(name));
        };
    }

    private static String above(String name) {
        return name.substring(0, Math.max(name.lastIndexOf('/'), 0));
    }
}

package org.bocau.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bocau.mailbox.Access;

/**
 * Which mailboxes ESEARCH looks in. RFC 7377 §2.2.
 *
 * @param mailboxes names, for the kinds that have them
 */
record SearchSource(Kind kind, List<String> mailboxes) {
    /** {@code filter-mailboxes}; {@code selected-delayed} must not be used here. */
    enum Kind {
        SELECTED,
        INBOXES,
        PERSONAL,
        SUBSCRIBED,
        SUBTREE,
        SUBTREE_ONE,
        MAILBOXES
    }

    private static final int MOST_NAMES = 1000;

    static final SearchSource SELECTED = new SearchSource(Kind.SELECTED, List.of());

    /** {@code IN (…)}, read up to its parenthesis. */
    static List<SearchSource> parseList(ImapReader in) throws IOException {
        var sources = new ArrayList<SearchSource>();
        do {
            sources.add(parse(in));
        } while (in.takeIf(" "));
        in.expect(')');
        return List.copyOf(sources);
    }

    private static SearchSource parse(ImapReader in) throws IOException {
        String word = in.word();
        return switch (word) {
            case "SELECTED" -> SELECTED;
            case "INBOXES" -> new SearchSource(Kind.INBOXES, List.of());
            case "PERSONAL" -> new SearchSource(Kind.PERSONAL, List.of());
            case "SUBSCRIBED" -> new SearchSource(Kind.SUBSCRIBED, List.of());
            case "SUBTREE" -> new SearchSource(Kind.SUBTREE, names(in.sp()));
            case "SUBTREE-ONE" -> new SearchSource(Kind.SUBTREE_ONE, names(in.sp()));
            case "MAILBOXES" -> new SearchSource(Kind.MAILBOXES, names(in.sp()));
            default -> throw ImapRefusal.bad("unknown source of a search");
        };
    }

    /** {@code one-or-more-mailbox}. */
    private static List<String> names(ImapReader in) throws IOException {
        if (!in.takeIf("(")) {
            return List.of(in.mailbox());
        }
        var names = new ArrayList<String>();
        do {
            if (names.size() == MOST_NAMES) {
                throw ImapRefusal.bad("too many mailboxes");
            }
            names.add(in.mailbox());
        } while (in.takeIf(" "));
        in.expect(')');
        return List.copyOf(names);
    }

    /** Whether it means this mailbox, one of those the user sees. */
    boolean means(Access access, Authenticated user) {
        String name = access.mailbox().name();
        return switch (kind) {
            case SELECTED -> {
                var selected = user.selected();
                yield selected != null && selected.id().equals(access.id());
            }
            case INBOXES -> access.own() && name.equals("INBOX");
            case PERSONAL -> access.own();
            case SUBSCRIBED -> user.mailboxes().subscriptions(user.account().id()).contains(name);
            case SUBTREE ->
                    mailboxes.stream()
                            .anyMatch(top -> name.equals(top) || name.startsWith(top + "/"));
            case SUBTREE_ONE ->
                    mailboxes.stream()
                            .anyMatch(top -> name.equals(top) || Objects.equals(above(name), top));
            case MAILBOXES -> mailboxes.contains(name);
        };
    }

    private static String above(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }
}

package org.bocau.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * {@code event-group} of NOTIFY: these events of these mailboxes. RFC 5465 §6, §8.
 *
 * @param names of SUBTREE and MAILBOXES
 * @param unknown an event was named that is not supported
 * @param items what a FETCH response shall tell of new messages in the selected mailbox
 */
record EventGroup(
        Filter filter,
        List<String> names,
        Set<NotifyEvent> events,
        boolean unknown,
        List<FetchItem> items) {
    /** Names of mailboxes in one NOTIFY. */
    static final int MOST_NAMES = 1000;

    /** {@code filter-mailboxes}. */
    enum Filter {
        SELECTED,
        SELECTED_DELAYED,
        INBOXES, // filters may file anywhere: the same as PERSONAL (RFC 5465 §6.3)
        PERSONAL,
        SUBSCRIBED,
        SUBTREE,
        MAILBOXES;

        boolean selected() {
            return this == SELECTED || this == SELECTED_DELAYED;
        }

        static Filter parse(ImapReader in) {
            String word = in.word();
            for (Filter filter : values()) {
                if (filter.name().replace('_', '-').equals(word)) {
                    return filter;
                }
            }
            throw ImapRefusal.bad("unknown mailbox filter");
        }
    }

    /**
     * {@code "(" filter-mailboxes SP events ")"}.
     *
     * @throws ImapRefusal BAD: events that need each other, or do not go with the filter. RFC 5465
     *     §5
     */
    static EventGroup parse(ImapReader in) throws IOException {
        Filter filter = Filter.parse(in.expect('('));
        List<String> names =
                filter == Filter.SUBTREE || filter == Filter.MAILBOXES ? names(in.sp()) : List.of();
        var events = EnumSet.noneOf(NotifyEvent.class);
        var items = new ArrayList<FetchItem>();
        boolean unknown = false;
        if (!in.sp().takeIf("NONE")) {
            in.expect('(');
            do {
                NotifyEvent event = NotifyEvent.named(in.atom());
                unknown |= event == null;
                if (event != null) {
                    events.add(event);
                }
                if (event == NotifyEvent.MESSAGE_NEW && in.takeIf(" (")) {
                    items.addAll(FetchItem.parseList(in));
                }
            } while (in.takeIf(" "));
            in.expect(')');
        }
        in.expect(')');
        var group = new EventGroup(filter, names, events, unknown, items);
        group.check();
        return group;
    }

    private static List<String> names(ImapReader in) throws IOException {
        if (!in.takeIf("(")) {
            return List.of(in.mailbox());
        }
        var names = new ArrayList<String>();
        do {
            if (names.size() == MOST_NAMES) {
                throw ImapRefusal.no(ResponseCode.NOTIFICATIONOVERFLOW, "Too many mailboxes");
            }
            names.add(in.mailbox());
        } while (in.takeIf(" "));
        in.expect(')');
        return names;
    }

    private void check() {
        boolean fresh = events.contains(NotifyEvent.MESSAGE_NEW);
        if (fresh != events.contains(NotifyEvent.MESSAGE_EXPUNGE)) {
            throw ImapRefusal.bad("MessageNew and MessageExpunge go together");
        }
        if (events.contains(NotifyEvent.FLAG_CHANGE) && !fresh) {
            throw ImapRefusal.bad("FlagChange needs MessageNew and MessageExpunge");
        }
        if (filter.selected() && !NotifyEvent.OF_MESSAGES.containsAll(events)) {
            throw ImapRefusal.bad("only messages have events in the selected mailbox");
        }
        if (!filter.selected() && !items.isEmpty()) {
            throw ImapRefusal.bad("only the selected mailbox can be fetched from");
        }
    }

    /**
     * True for a mailbox, or the name of one that is no more, that the group is about.
     *
     * @param own in the user's personal namespace
     */
    boolean matches(String name, boolean own, Set<String> subscribed) {
        return switch (filter) {
            case SELECTED, SELECTED_DELAYED -> false;
            case INBOXES, PERSONAL -> own;
            case SUBSCRIBED -> subscribed.contains(name);
            case MAILBOXES -> names.contains(name);
            case SUBTREE ->
                    names.stream().anyMatch(top -> name.equals(top) || name.startsWith(top + "/"));
        };
    }
}

package org.bocau.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * {@code event-group} of NOTIFY: these events of these mailboxes. RFC 5465 §6, §8.
 *
 * @param unknown an event was named that is not supported
 * @param items what a FETCH response shall tell of new messages in the selected mailbox
 */
record EventGroup(
        MailboxFilter filter, Set<NotifyEvent> events, boolean unknown, List<FetchItem> items) {
    /**
     * {@code "(" filter-mailboxes SP events ")"}.
     *
     * @throws ImapRefusal BAD: events that need each other, or do not go with the filter. RFC 5465
     *     §5
     */
    static EventGroup parse(ImapReader in) throws IOException {
        var filter =
                MailboxFilter.parse(
                        in.expect('('), MailboxFilter.OF_NOTIFY, EventGroup::tooManyMailboxes);
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
        var group = new EventGroup(filter, events, unknown, items);
        group.check();
        return group;
    }

    private static ImapRefusal tooManyMailboxes() {
        return ImapRefusal.no(ResponseCode.NOTIFICATIONOVERFLOW, "Too many mailboxes");
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
}

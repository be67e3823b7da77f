package org.bocau.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * NOTIFY: which events the client wants to hear of, also while it says nothing. RFC 5465 §3.1.
 *
 * @param status tell the counters of the mailboxes first
 * @param groups none for NOTIFY NONE
 */
record NotifyCommand(boolean status, List<EventGroup> groups) implements ImapCommand.AfterLogin {
    static final int MOST_GROUPS = 100;

    static NotifyCommand parse(ImapReader in) throws IOException {
        String word = in.sp().word();
        if (word.equals("NONE")) {
            return new NotifyCommand(false, List.of());
        }
        if (!word.equals("SET")) {
            throw ImapRefusal.bad("SET or NONE expected");
        }
        boolean status = in.takeIf(" STATUS");
        var groups = new ArrayList<EventGroup>();
        while (in.takeIf(" ")) {
            if (groups.size() == MOST_GROUPS) {
                throw ImapRefusal.no(ResponseCode.NOTIFICATIONOVERFLOW, "Too many groups");
            }
            groups.add(EventGroup.parse(in));
        }
        if (groups.isEmpty()) {
            throw ImapRefusal.bad("events expected");
        }
        if (groups.stream().filter(group -> group.filter().selected()).count() > 1) {
            throw ImapRefusal.bad("SELECTED may come once");
        }
        return new NotifyCommand(status, groups);
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        if (groups.stream().anyMatch(EventGroup::unknown)) {
            throw ImapRefusal.no(NotifyEvent.badEvent(), "Such an event is not told here");
        }
        if (user.selected() != null) {
            user.selected().sync(out); // what was held back by the events until now
        }
        user.notifications().set(groups, status, out);
        return Completion.ok("NOTIFY completed");
    }
}

package org.bocau.imap;

import java.util.ArrayList;
import java.util.List;
import org.bocau.mailbox.MailStore;
import org.bocau.mailbox.Mailbox;
import org.bocau.mailbox.SearchKey;
import org.bocau.mailbox.UidSet;

/** {@code status-att}. RFC 3501 §6.3.10. */
enum StatusItem {
    MESSAGES,
    RECENT,
    UIDNEXT,
    UIDVALIDITY,
    UNSEEN;

    /** {@code "(" status-att *(SP status-att) ")"}. */
    static List<StatusItem> parseList(ImapReader in) {
        var items = new ArrayList<StatusItem>();
        in.expect('(');
        do {
            items.add(parse(in.word()));
        } while (in.takeIf(" "));
        in.expect(')');
        return items;
    }

    private static StatusItem parse(String word) {
        for (StatusItem item : values()) {
            if (item.name().equals(word)) {
                return item;
            }
        }
        throw ImapRefusal.bad("unknown STATUS item");
    }

    long of(Mailbox mailbox, MailStore store) {
        return switch (this) {
            case MESSAGES -> mailbox.messages();
            case RECENT -> recent(mailbox, store);
            case UIDNEXT -> mailbox.uidNext();
            case UIDVALIDITY -> mailbox.uidValidity();
            case UNSEEN -> mailbox.unseen();
        };
    }

    private static long recent(Mailbox mailbox, MailStore store) {
        if (mailbox.recentFrom() >= mailbox.uidNext()) {
            return 0;
        }
        var fresh = UidSet.ofRanges(mailbox.recentFrom(), mailbox.uidNext() - 1);
        return store.search(mailbox.id(), new SearchKey.InUids(fresh), _ -> true).length;
    }
}

package org.bocau.imap;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bocau.imap.FetchItem.Attribute;
import org.bocau.mailbox.StoredMessage.Column;
import org.bocau.mailbox.UidSet;

/** FETCH and UID FETCH: read messages. RFC 3501 §6.4.5. */
record FetchCommand(MessageSet messages, List<FetchItem> items) implements ImapCommand.OnMailbox {
    /** Messages marked \Seen at a time: few, so that not much is marked that never arrives. */
    private static final int BATCH = 50;

    static FetchCommand parse(ImapReader in, Numbering numbering) throws IOException {
        MessageSet messages = in.sp().messageSet(numbering);
        return new FetchCommand(messages, FetchItem.parse(in.sp()));
    }

    @Override
    public Completion run(Selected mailbox, ImapWriter out) throws IOException {
        UidSet uids = mailbox.resolve(messages, out);
        var response = new FetchResponse(mailbox, items, out);
        if (Set.of(Attribute.UID, Attribute.FLAGS).containsAll(items)) { // no need of the store
            for (int row : mailbox.table().rows(uids)) {
                response.known(row);
            }
            return Completion.ok("FETCH completed");
        }
        if (items.stream().anyMatch(FetchItem::setsSeen) && !mailbox.readOnly()) {
            int[] rows = mailbox.table().rows(uids);
            for (int from = 0; from < rows.length; from += BATCH) {
                long first = mailbox.table().uid(rows[from]);
                long last = mailbox.table().uid(rows[Math.min(from + BATCH, rows.length) - 1]);
                UidSet batch = within(uids, first, last);
                response.alsoFlagsOf(mailbox.markSeen(batch));
                fetch(mailbox, batch, response);
            }
        } else if (!uids.isEmpty()) {
            fetch(mailbox, uids, response);
        }
        return response.written() == mailbox.table().countIn(uids)
                ? Completion.ok("FETCH completed")
                : Completion.ok(ResponseCode.EXPUNGEISSUED, "Some messages are gone");
    }

    private void fetch(Selected mailbox, UidSet uids, FetchResponse response) throws IOException {
        var columns = EnumSet.noneOf(Column.class);
        items.stream().map(FetchItem::columns).flatMap(Collection::stream).forEach(columns::add);
        mailbox.store().fetch(mailbox.id(), uids, columns, response::message);
    }

    private static UidSet within(UidSet uids, long first, long last) {
        long[] firsts = uids.firsts();
        long[] lasts = uids.lasts();
        long[] pairs = new long[2 * firsts.length];
        int used = 0;
        for (int i = 0; i < firsts.length; i++) {
            long from = Math.max(firsts[i], first);
            long to = Math.min(lasts[i], last);
            if (from <= to) {
                pairs[used++] = from;
                pairs[used++] = to;
            }
        }
        return UidSet.ofRanges(Arrays.copyOf(pairs, used));
    }
}

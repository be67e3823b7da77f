package org.bocau.imap;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
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
        int[] rows = mailbox.table().rows(uids);
        if (items.stream().allMatch(FetchItem::inTable)) {
            for (int row : rows) {
                response.known(row);
            }
            return Completion.ok("FETCH completed");
        }
        if (items.stream().anyMatch(FetchItem::setsSeen) && !mailbox.readOnly()) {
            long[] all = Arrays.stream(rows).mapToLong(mailbox.table()::uid).toArray();
            for (int from = 0; from < all.length; from += BATCH) {
                var batch =
                        UidSet.of(
                                Arrays.copyOfRange(all, from, Math.min(from + BATCH, all.length)));
                response.alsoFlagsOf(mailbox.markSeen(batch, out)); // may renumber the rows
                fetch(mailbox, mailbox.table().rows(batch), response);
            }
        } else {
            fetch(mailbox, rows, response);
        }
        return response.written() == rows.length
                ? Completion.ok("FETCH completed")
                : Completion.ok(ResponseCode.EXPUNGEISSUED, "Some messages are gone");
    }

    private void fetch(Selected mailbox, int[] rows, FetchResponse response) throws IOException {
        var columns = EnumSet.noneOf(Column.class);
        items.stream().map(FetchItem::columns).flatMap(Collection::stream).forEach(columns::add);
        mailbox.store()
                .fetch(mailbox.id(), mailbox.table().messages(), rows, columns, response::message);
    }
}

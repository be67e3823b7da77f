package org.bocau.imap;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bocau.mailbox.StoredMessage.Column;
import org.bocau.mailbox.UidSet;

/** FETCH and UID FETCH: read messages. RFC 3501 §6.4.5; the modifiers are RFC 7162 §3.1.4. */
record FetchCommand(MessageSet messages, List<FetchItem> items, FetchModifiers modifiers)
        implements ImapCommand.OnMailbox {
    /** Messages marked \Seen at a time: few, so that not much is marked that never arrives. */
    private static final int BATCH = 50;

    /** What looks different to a client that has enabled UTF-8. RFC 6855 §3. */
    private static final Set<Column> RENDERED =
            EnumSet.of(Column.ENVELOPE, Column.BODY, Column.BODYSTRUCTURE);

    static FetchCommand parse(ImapReader in, Numbering numbering) throws IOException {
        MessageSet messages = in.sp().messageSet(numbering);
        List<FetchItem> items = FetchItem.parse(in.sp());
        var modifiers = FetchModifiers.parse(in, numbering);
        return new FetchCommand(messages, modifiers.with(items), modifiers);
    }

    @Override
    public Completion run(Selected mailbox, ImapWriter out) throws IOException {
        int[] rows = rows(mailbox, out);
        var response = new FetchResponse(mailbox, items, out);
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
        response.requireDecoded();
        return response.written() == rows.length
                ? Completion.ok("FETCH completed")
                : Completion.ok(ResponseCode.EXPUNGEISSUED, "Some messages are gone");
    }

    /** The messages meant. What else the modifiers want is told first. */
    private int[] rows(Selected mailbox, ImapWriter out) throws IOException {
        var table = mailbox.table();
        if (modifiers.vanished()) {
            mailbox.user().requireEnabled(Extension.QRESYNC);
        }
        UidSet uids = mailbox.resolve(messages, out);
        if (items.contains(FetchItem.Attribute.MODSEQ)) {
            mailbox.user().knowsModseq(out);
        }
        if (modifiers.vanished()) {
            new VanishedEarlier(mailbox)
                    .tell(asked(mailbox, uids), modifiers.changedSince(), 0, out);
        }
        int[] rows = table.rows(uids);
        return modifiers.partOf(
                modifiers.conditional()
                        ? Arrays.stream(rows)
                                .filter(row -> table.modseq(row) > modifiers.changedSince())
                                .toArray()
                        : rows);
    }

    /** {@code *} reaches to the last UID given: what went from the end is meant too. */
    private UidSet asked(Selected mailbox, UidSet known) {
        long last = Math.max(mailbox.uidNext() - 1, mailbox.table().lastUid());
        return messages.set().saved() ? known : UidSet.ofRanges(messages.set().resolved(last));
    }

    private void fetch(Selected mailbox, int[] rows, FetchResponse response) throws IOException {
        var columns = EnumSet.noneOf(Column.class);
        items.stream().map(FetchItem::columns).flatMap(Collection::stream).forEach(columns::add);
        if (mailbox.user().utf8() && !Collections.disjoint(columns, RENDERED)) {
            columns.add(Column.UTF8_FORMS);
        }
        mailbox.store()
                .fetch(mailbox.id(), mailbox.table().messages(), rows, columns, response::message);
    }
}

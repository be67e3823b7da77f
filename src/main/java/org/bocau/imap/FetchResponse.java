package org.bocau.imap;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bocau.imap.FetchItem.Attribute;
import org.bocau.imap.FetchItem.Section;
import org.bocau.mailbox.StoredMessage;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code * n FETCH (…)} responses, items in the order asked for (quirk 26), streaming. RFC
 * 3501 §7.4.2.
 */
final class FetchResponse {
    private final Selected mailbox;
    private final List<FetchItem> items;
    private final ImapWriter out;
    private final SectionOctets sections;
    private final boolean uidFirst;
    private Set<Long> newlySeen = Set.of();
    private int written;
    private String before = "";

    FetchResponse(Selected mailbox, List<FetchItem> items, ImapWriter out) {
        this.mailbox = mailbox;
        this.items = items;
        this.out = out;
        this.sections = new SectionOctets(mailbox.user().session().store().bodies());
        this.uidFirst = mailbox.byUid() && !items.contains(Attribute.UID);
    }

    int written() {
        return written;
    }

    /** These have just become \Seen, which the client must hear although it did not ask. */
    void alsoFlagsOf(Set<Long> uids) {
        newlySeen = items.contains(Attribute.FLAGS) ? Set.of() : uids;
    }

    /** A message of which all that was asked for is in the session's table. */
    void known(int row) throws IOException {
        begin(row);
        for (FetchItem item : items) {
            label(item.label());
            if (item == Attribute.UID) {
                out.number(mailbox.table().uid(row));
            } else {
                mailbox.writeFlags(row, out);
            }
        }
        out.raw(")").crlf();
    }

    /** A message from the store; one that was not announced yet is passed over. */
    void message(StoredMessage message) throws IOException {
        int row = mailbox.table().row(message.uid());
        if (row < 0) {
            return;
        }
        begin(row);
        for (FetchItem item : items) {
            switch (item) {
                case Attribute attribute -> {
                    label(attribute.label());
                    attribute(attribute, message, row);
                }
                case Section section -> {
                    label(section.label());
                    sections.write(section, message, out);
                }
            }
        }
        if (newlySeen.contains(message.uid())) {
            label("FLAGS");
            flags(message, row);
        }
        out.raw(")").crlf();
        written++;
    }

    private void begin(int row) throws IOException {
        out.raw("* ").number(row + 1L).raw(" FETCH (");
        before = "";
        if (uidFirst) {
            label("UID");
            out.number(mailbox.table().uid(row));
        }
    }

    private void label(String label) throws IOException {
        out.raw(before).raw(label);
        before = " ";
        if (!label.isEmpty() && !sectionWithOrigin(label)) {
            out.raw(" ");
        }
    }

    private static boolean sectionWithOrigin(String label) {
        return label.endsWith("]");
    }

    private void attribute(Attribute attribute, StoredMessage message, int row) throws IOException {
        switch (attribute) {
            case UID -> out.number(message.uid());
            case FLAGS -> flags(message, row);
            case INTERNALDATE -> date(message.internalDate());
            case SAVEDATE -> date(message.savedAt());
            case EMAILID -> out.raw(ObjectId.EMAIL.of(message.emailId()));
            case THREADID -> out.raw(ObjectId.THREAD.of(message.threadId()));
            case SIZE -> out.number(message.size());
            case ENVELOPE -> column(message.envelope());
            case BODY -> column(message.bodyBasic());
            case BODYSTRUCTURE -> column(message.bodyStructure());
            case PREVIEW -> out.string(message.preview());
        }
    }

    private void date(Instant when) throws IOException {
        out.raw("\"").raw(ImapDates.dateTime(when)).raw("\"");
    }

    private void flags(StoredMessage message, int row) throws IOException {
        mailbox.learn(message.uid(), message.modseq(), message.flags());
        out.flags(message.flags(), mailbox.table().recent(row));
    }

    private void column(byte @Nullable [] rendered) throws IOException {
        if (rendered == null) {
            throw new IllegalStateException("the store left out a column that was asked for");
        }
        out.raw(rendered);
    }
}

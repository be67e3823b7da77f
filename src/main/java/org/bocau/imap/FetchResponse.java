package org.bocau.imap;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bocau.imap.FetchItem.Attribute;
import org.bocau.imap.FetchItem.Binary;
import org.bocau.imap.FetchItem.Section;
import org.bocau.mailbox.StoredMessage;
import org.bocau.message.Utf8Forms;
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
    private final BinaryOctets binaries;
    private final boolean uidFirst;
    private final boolean decoding;
    private Set<Long> newlySeen = Set.of();
    private int written;
    private boolean unknownEncoding;
    private String before = "";

    FetchResponse(Selected mailbox, List<FetchItem> items, ImapWriter out) {
        this.mailbox = mailbox;
        this.items = items;
        this.out = out;
        this.sections = new SectionOctets(mailbox.user().session().store().bodies());
        this.binaries = new BinaryOctets(mailbox.user().session().store().bodies());
        this.decoding = items.stream().anyMatch(Binary.class::isInstance);
        this.uidFirst = mailbox.byUid() && !items.contains(Attribute.UID);
    }

    int written() {
        return written;
    }

    /** These have just become \Seen, which the client must hear although it did not ask. */
    void alsoFlagsOf(Set<Long> uids) {
        newlySeen = uids;
    }

    /** A message of which all that was asked for is in the session's table. */
    void known(int row) throws IOException {
        begin(row);
        for (FetchItem item : items) {
            label(item.label());
            fromTable((Attribute) item, row);
        }
        out.raw(")").crlf();
    }

    /**
     * Messages nobody asked for now: with UID and MODSEQ for who knows mod-sequences (RFC 7162
     * §3.2.4). Reading them makes none \Seen.
     */
    void unasked(int[] rows) throws IOException {
        var uids = new HashSet<Long>();
        boolean condstore = mailbox.user().enabled(Extension.CONDSTORE);
        if (items.stream().allMatch(FetchItem::inTable) && !condstore) {
            for (int row : rows) {
                known(row);
            }
            return;
        }
        if (condstore) {
            for (int row : rows) {
                uids.add(mailbox.table().uid(row));
            }
        }
        newlySeen = uids;
        var columns = EnumSet.noneOf(StoredMessage.Column.class);
        items.stream().map(FetchItem::columns).flatMap(Collection::stream).forEach(columns::add);
        mailbox.store()
                .fetch(mailbox.id(), mailbox.table().messages(), rows, columns, this::message);
    }

    /** A message from the store. */
    void message(StoredMessage message) throws IOException {
        int row = mailbox.table().row(message.uid());
        written++;
        boolean alsoFlags = newlySeen.contains(message.uid());
        var answerable = decoding ? answerable(message) : items;
        if (answerable.isEmpty() && !alsoFlags) {
            return;
        }
        begin(row);
        for (FetchItem item : answerable) {
            label(item.label());
            switch (item) {
                case Attribute attribute when attribute.inTable() -> fromTable(attribute, row);
                case Attribute attribute -> fromStore(attribute, message);
                case Section section -> sections.write(section, message, out);
                case Binary binary -> binaries.write(binary, message, out);
            }
        }
        if (alsoFlags) {
            alsoSeen(row);
        }
        out.raw(")").crlf();
    }

    /** What cannot be decoded is left out, and the command ends in NO. RFC 3516 §4.3. */
    private List<FetchItem> answerable(StoredMessage message) {
        var answerable =
                items.stream()
                        .filter(item ->
                                !(item instanceof Binary binary)
                                        || BinaryOctets.knows(binary, message))
                        .toList();
        unknownEncoding |= answerable.size() < items.size();
        return answerable;
    }

    /**
     * @throws ImapRefusal {@code NO [UNKNOWN-CTE]}, a part's encoding was unknown
     */
    void requireDecoded() {
        if (unknownEncoding) {
            throw ImapRefusal.no(ResponseCode.UNKNOWN_CTE, "Some parts cannot be decoded");
        }
    }

    /** RFC 7162 §3.2.4: who knows mod-sequences must hear of this one, by UID. */
    private void alsoSeen(int row) throws IOException {
        boolean condstore = mailbox.user().enabled(Extension.CONDSTORE);
        for (Attribute attribute : List.of(Attribute.UID, Attribute.FLAGS, Attribute.MODSEQ)) {
            boolean needed = attribute == Attribute.FLAGS || condstore;
            boolean written = attribute == Attribute.UID && uidFirst;
            if (needed && !written && !items.contains(attribute)) {
                label(attribute.label());
                fromTable(attribute, row);
            }
        }
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

    private void fromTable(Attribute attribute, int row) throws IOException {
        var table = mailbox.table();
        switch (attribute) {
            case UID -> out.number(table.uid(row));
            case FLAGS -> {
                mailbox.writeFlags(row, out);
                mailbox.flagsTold(table.uid(row));
            }
            case INTERNALDATE -> date(table.internalDate(row));
            case SAVEDATE -> date(table.messages().saved(row));
            case EMAILID -> out.raw(ObjectId.EMAIL.of(table.emailId(row)));
            case SIZE -> out.number(table.size(row));
            case MODSEQ -> out.raw("(").number(table.modseq(row)).raw(")");
            default -> throw new IllegalArgumentException(attribute + " is not in the table");
        }
    }

    private void fromStore(Attribute attribute, StoredMessage message) throws IOException {
        switch (attribute) {
            case THREADID -> out.raw(ObjectId.THREAD.of(message.threadId()));
            case ENVELOPE, BODY, BODYSTRUCTURE -> rendered(attribute, message);
            case PREVIEW -> out.string(message.preview());
            default -> throw new IllegalArgumentException(attribute + " is in the table");
        }
    }

    private void date(long seconds) throws IOException {
        out.raw("\"").raw(ImapDates.dateTime(Instant.ofEpochSecond(seconds))).raw("\"");
    }

    /** In ASCII, or as a client that has enabled UTF-8 may get it (quirk 23). */
    private void rendered(Attribute attribute, StoredMessage message) throws IOException {
        var utf8 = mailbox.user().utf8() ? message.utf8Forms() : null;
        byte[] rendered = utf8 == null ? ascii(attribute, message) : utf8(attribute, utf8);
        if (rendered == null) {
            throw new IllegalStateException("the store left out a column that was asked for");
        }
        out.raw(rendered);
    }

    private static byte @Nullable [] ascii(Attribute attribute, StoredMessage message) {
        return switch (attribute) {
            case ENVELOPE -> message.envelope();
            case BODY -> message.bodyBasic();
            default -> message.bodyStructure();
        };
    }

    private byte[] utf8(Attribute attribute, Utf8Forms forms) {
        boolean rev2 = mailbox.user().rev2();
        return switch (attribute) {
            case ENVELOPE -> forms.envelope();
            case BODY -> rev2 ? forms.rev2Body() : forms.body();
            default -> rev2 ? forms.rev2BodyStructure() : forms.bodyStructure();
        };
    }
}

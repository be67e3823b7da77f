package org.bocau.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bocau.mailbox.MailStore;
import org.bocau.mailbox.Mailbox;

/**
 * {@code status-att}. RFC 3501 §6.3.10; SIZE is RFC 8438, DELETED and DELETED-STORAGE are RFC 9208
 * §4.1.4.
 */
enum StatusItem {
    MESSAGES,
    RECENT,
    UIDNEXT,
    UIDVALIDITY,
    UNSEEN,
    SIZE, // RFC 8438
    DELETED,
    DELETED_STORAGE, // octets that an EXPUNGE would free
    MAILBOXID, // RFC 8474
    HIGHESTMODSEQ; // RFC 7162

    /** {@code * STATUS mailbox (…)}. */
    static void write(Mailbox mailbox, List<StatusItem> items, MailStore store, ImapWriter out)
            throws IOException {
        out.raw("* STATUS ").mailbox(mailbox.name()).raw(" (");
        String before = "";
        for (StatusItem item : items) {
            out.raw(before).raw(item.text()).raw(" ").raw(item.of(mailbox, store));
            before = " ";
        }
        out.raw(")").crlf();
    }

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

    private String text() {
        return name().replace('_', '-');
    }

    private static StatusItem parse(String word) {
        for (StatusItem item : values()) {
            if (item.text().equals(word)) {
                return item;
            }
        }
        throw ImapRefusal.bad("unknown STATUS item");
    }

    private String of(Mailbox mailbox, MailStore store) {
        return this == MAILBOXID
                ? ObjectId.MAILBOX.of(mailbox.id().number())
                : Long.toString(number(mailbox, store));
    }

    private long number(Mailbox mailbox, MailStore store) {
        return switch (this) {
            case MESSAGES -> mailbox.messages();
            case RECENT -> store.recentCount(mailbox);
            case UIDNEXT -> mailbox.uidNext();
            case UIDVALIDITY -> mailbox.uidValidity();
            case UNSEEN -> mailbox.unseen();
            case SIZE -> mailbox.octets();
            case MAILBOXID -> mailbox.id().number();
            case DELETED -> mailbox.deleted();
            case DELETED_STORAGE -> mailbox.deleted() == 0 ? 0 : store.deletedOctets(mailbox.id());
            case HIGHESTMODSEQ -> mailbox.highestModseq();
        };
    }
}

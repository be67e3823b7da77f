package org.bocau.imap;

import org.bocau.mailbox.FlagEdit;
import org.bocau.mailbox.Flags;

/** What an edit makes of the flags a client knows. RFC 3501 §6.4.6. */
final class Flagging {
    private Flagging() {}

    /** True when {@code now} is just what the client must expect after its edit. */
    static boolean expected(MessageTable table, int row, FlagEdit edit, Flags now) {
        int asked = edit.flags().system();
        var keywords = MessageTable.caseless(table.keywords(row));
        var askedKeywords = MessageTable.caseless(edit.flags().keywords());
        int system =
                switch (edit.action()) {
                    case REPLACE -> asked;
                    case ADD -> table.system(row) | asked;
                    case REMOVE -> table.system(row) & ~asked;
                };
        switch (edit.action()) {
            case REPLACE -> keywords = askedKeywords;
            case ADD -> keywords.addAll(askedKeywords);
            case REMOVE -> keywords.removeAll(askedKeywords);
        }
        return system == now.system() && keywords.equals(MessageTable.caseless(now.keywords()));
    }
}

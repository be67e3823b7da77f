package org.bocau.imap;

import java.util.List;
import org.bocau.mailbox.FlagEdit;
import org.bocau.mailbox.Flags;
import org.bocau.mailbox.Messages;

/** What an edit makes of the flags a client knows. RFC 3501 §6.4.6. */
final class Flagging {
    private Flagging() {}

    /** True when {@code now} is just what the client must expect after its edit. */
    static boolean expected(Messages known, int row, FlagEdit edit, Flags now) {
        int asked = edit.flags().system();
        int system =
                switch (edit.action()) {
                    case REPLACE -> (known.system(row) & ~edit.within().settableFlags()) | asked;
                    case ADD -> known.system(row) | asked;
                    case REMOVE -> known.system(row) & ~asked;
                };
        return system == now.system() && keywords(known.keywords(row), edit, now.keywords());
    }

    private static boolean keywords(List<String> known, FlagEdit edit, List<String> now) {
        if (known.isEmpty() && edit.flags().keywords().isEmpty()) { // nearly always
            return now.isEmpty();
        }
        var keywords = MessageTable.caseless(known);
        var asked = MessageTable.caseless(edit.flags().keywords());
        switch (edit.action()) {
            case REPLACE -> {
                if (edit.within().settableKeywords()) {
                    keywords = asked;
                }
            }
            case ADD -> keywords.addAll(asked);
            case REMOVE -> keywords.removeAll(asked);
        }
        return keywords.equals(MessageTable.caseless(now));
    }
}

package org.bocau.imap;

import java.util.ArrayList;
import java.util.Comparator;
import org.bocau.mailbox.Changes.MessageState;
import org.bocau.mailbox.FlagEdit;
import org.bocau.mailbox.MailStore.Edited;
import org.bocau.mailbox.Messages;
import org.bocau.mailbox.UidSet;

/**
 * {@code (UNCHANGEDSINCE modseq)} of STORE. RFC 7162 §3.1.3. A message has one mod-sequence for all
 * its flags; so that nobody is sent back because of a flag he did not ask for, what the client went
 * by is compared with what is now (§3.1.12).
 *
 * @param modseq messages with a higher one are left alone
 * @param known the version that the client went by
 */
record UnchangedSince(long modseq, Messages known) {
    /** Edits what passes the test. */
    Edited edit(Selected mailbox, UidSet uids, FlagEdit edit) {
        var store = mailbox.store();
        Edited edited = store.editFlags(mailbox.id(), uids, edit, modseq);
        if (edited.leftAlone().isEmpty() || edit.action() == FlagEdit.Action.REPLACE) {
            return edited;
        }
        Messages now = store.messages(mailbox.id());
        UidSet others = changedOtherwise(edited.leftAlone(), edit, now);
        if (others.isEmpty()) {
            return edited;
        }
        // What changes from now on fails the test again.
        Edited again = store.editFlags(mailbox.id(), others, edit, now.modseq());
        var stored = new ArrayList<>(edited.stored());
        stored.addAll(again.stored());
        stored.sort(Comparator.comparingLong(MessageState::uid));
        var passed = UidSet.of(again.stored().stream().mapToLong(MessageState::uid).toArray());
        var left = edited.leftAlone().stream().filter(uid -> !passed.contains(uid)).toArray();
        return new Edited(stored, UidSet.of(left));
    }

    /** Those whose flags that are to be edited are as the client knew them. */
    private UidSet changedOtherwise(UidSet leftAlone, FlagEdit edit, Messages now) {
        return UidSet.of(
                leftAlone.stream()
                        .filter(uid -> {
                            int before = known.row(uid);
                            int row = now.row(uid);
                            return before >= 0
                                    && row >= 0
                                    && known.modseq(before) <= modseq
                                    && same(edit, before, now, row);
                        })
                        .toArray());
    }

    private boolean same(FlagEdit edit, int before, Messages now, int row) {
        int asked = edit.flags().system();
        if (((known.system(before) ^ now.system(row)) & asked) != 0) {
            return false;
        }
        if (edit.flags().keywords().isEmpty()) {
            return true;
        }
        var had = MessageTable.caseless(known.keywords(before));
        var has = MessageTable.caseless(now.keywords(row));
        return MessageTable.caseless(edit.flags().keywords()).stream()
                .allMatch(word -> had.contains(word) == has.contains(word));
    }
}

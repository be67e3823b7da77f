package org.bocau.durability;

import java.io.IOException;

/**
 * Keeps a mailbox small over hundreds of rounds. What goes this way was acknowledged too and must
 * never be met again.
 */
final class Tidying {
    private static final int MOST = 200;
    private static final int LEFT = 40;

    private Tidying() {}

    static void tidy(ImapTalk talk, String mailbox, Ledger ledger) throws IOException {
        if (ledger.allBut(MOST).isEmpty()) {
            return;
        }
        var uids = ledger.allBut(LEFT);
        talk.command("SELECT " + mailbox);
        talk.markDeleted(uids);
        var doubt = ledger.going(uids);
        var _ = talk.expunge(uids);
        ledger.done(doubt);
    }
}

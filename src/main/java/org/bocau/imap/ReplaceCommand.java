package org.bocau.imap;

import java.io.IOException;
import org.bocau.account.AccountId;
import org.bocau.mailbox.Access;
import org.bocau.mailbox.Appended;
import org.bocau.mailbox.Right;
import org.bocau.mailbox.UidSet;

/**
 * REPLACE and UID REPLACE: stores a message and removes another in one transaction, so that a draft
 * is never lost nor there twice. RFC 8508. What is removed makes room for what comes, also in the
 * quota (§3.4).
 */
record ReplaceCommand(MessageSet message, String target, AppendMessage replacement)
        implements ImapCommand.OnMailbox {
    static ReplaceCommand parse(ImapReader in, Numbering numbering) throws IOException {
        MessageSet message = in.sp().messageNumber(numbering);
        String target = in.sp().mailbox();
        return new ReplaceCommand(message, target, AppendMessage.parse(in));
    }

    @Override
    public Completion run(Selected mailbox, ImapWriter out) throws IOException {
        mailbox.require(Right.DELETED); // it is APPEND, STORE and EXPUNGE: RFC 8508 §3.6
        mailbox.require(Right.EXPUNGE);
        // Not brought up to date first: the number is one of those the client has been told.
        UidSet replaced = mailbox.table().resolve(message);
        if (mailbox.table().countIn(replaced) != 1) {
            throw ImapRefusal.no("No such message");
        }
        Authenticated user = mailbox.user();
        Access to = user.target(target);
        long quota = user.quotaOctets(to.id().account());
        try (var batch = new AppendBatch(user, room(mailbox, replaced, to, quota))) {
            batch.receive(replacement);
            replacement.literal().rest().crlf();
            var at =
                    user.store()
                            .replace(mailbox.id(), replaced, batch.to(to).getFirst(), quota)
                            .orElseThrow(ReplaceCommand::gone);
            if (to.may(Right.READ)) { // as for APPEND
                tell(at, out);
            }
            return Completion.ok("REPLACE completed");
        }
    }

    private static long room(Selected mailbox, UidSet replaced, Access to, long quota)
            throws IOException {
        if (quota <= 0) {
            return Long.MAX_VALUE;
        }
        AccountId owner = to.id().account();
        long[] freed = new long[1];
        if (mailbox.id().account().equals(owner)) {
            mailbox.store()
                    .fetch(mailbox.id(), replaced, java.util.Set.of(), m -> freed[0] = m.size());
        }
        return quota - mailbox.store().usage(owner).octets() + freed[0];
    }

    /** RFC 8508 §4.3: in an untagged OK, so that it comes before the EXPUNGE. */
    private static void tell(Appended at, ImapWriter out) throws IOException {
        out.untaggedOk(
                ResponseCode.appendUid(at.uidValidity(), UidSet.of(at.uid())),
                "Replacement message ready");
    }

    private static ImapRefusal gone() {
        return ImapRefusal.no(
                ResponseCode.EXPUNGEISSUED, "The message is gone, nothing was stored");
    }
}

package org.bocau.imap;

import java.io.IOException;
import java.util.List;
import org.bocau.account.AccountId;
import org.bocau.mailbox.Access;
import org.bocau.mailbox.Appended;
import org.bocau.mailbox.Namespaces;
import org.bocau.mailbox.Right;
import org.bocau.mailbox.UidSet;

/**
 * APPEND: stores messages the client sends, all or none. RFC 3501 §6.3.11, RFC 3502; APPENDUID is
 * RFC 4315 §3. Whether one may come is decided before the client is asked for it, and nothing of it
 * is held in memory.
 *
 * @param name as the client wrote it
 */
record AppendCommand(String name, AppendMessage first) implements ImapCommand.AfterLogin {
    static AppendCommand parse(ImapReader in) throws IOException {
        String name = in.sp().mailboxAsWritten();
        return new AppendCommand(name, AppendMessage.parse(in));
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        Access mailbox = user.target(name);
        AccountId owner = mailbox.id().account();
        long quota = user.quotaOctets(owner);
        long room = quota > 0 ? quota - user.store().usage(owner).octets() : Long.MAX_VALUE;
        try (var batch = new AppendBatch(user, room)) {
            for (AppendMessage message = first; message != null; message = message.next()) {
                batch.receive(message);
            }
            List<Appended> at = user.store().append(batch.to(mailbox), quota);
            ListCommand.tellNormalised(user, "", name, Namespaces.canonical(name), out);
            if (!mailbox.may(Right.READ)) { // RFC 9051 §6.3.12: it would tell of the mailbox
                return Completion.ok("APPEND completed");
            }
            UidSet uids = UidSet.of(at.stream().mapToLong(Appended::uid).toArray());
            return Completion.ok(
                    ResponseCode.appendUid(at.getFirst().uidValidity(), uids), "APPEND completed");
        }
    }
}

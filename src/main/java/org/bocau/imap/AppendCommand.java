package org.bocau.imap;

import java.io.IOException;
import java.util.List;
import org.bocau.account.AccountId;
import org.bocau.mailbox.Access;
import org.bocau.mailbox.Appended;
import org.bocau.mailbox.UidSet;

/**
 * APPEND: stores messages the client sends, all or none. RFC 3501 §6.3.11, RFC 3502; APPENDUID is
 * RFC 4315 §3. Whether one may come is decided before the client is asked for it, and nothing of it
 * is held in memory.
 */
record AppendCommand(String name, AppendMessage first) implements ImapCommand.AfterLogin {
    static AppendCommand parse(ImapReader in) throws IOException {
        String name = in.sp().mailbox();
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
            UidSet uids = UidSet.of(at.stream().mapToLong(Appended::uid).toArray());
            return Completion.ok(
                    ResponseCode.appendUid(at.getFirst().uidValidity(), uids), "APPEND completed");
        }
    }
}

package org.bocau.imap;

import java.io.IOException;
import org.bocau.mailbox.Access;
import org.bocau.mailbox.Copied;
import org.bocau.mailbox.Right;
import org.bocau.mailbox.UidSet;
import org.jspecify.annotations.Nullable;

/** COPY and UID COPY: all or none. RFC 3501 §6.4.7; COPYUID is RFC 4315 §3. */
record CopyCommand(MessageSet messages, String target) implements ImapCommand.OnMailbox {
    static CopyCommand parse(ImapReader in, Numbering numbering) throws IOException {
        MessageSet messages = in.sp().messageSet(numbering);
        return new CopyCommand(messages, in.sp().mailbox());
    }

    @Override
    public Completion run(Selected mailbox, ImapWriter out) throws IOException {
        UidSet uids = mailbox.resolve(messages, out);
        Access to = mailbox.user().target(target);
        if (uids.isEmpty()) {
            return Completion.ok("COPY completed");
        }
        long quota = mailbox.user().quotaOctets(to.id().account());
        var session = mailbox.user().session();
        var copied = session.patiently(() -> mailbox.store().copy(mailbox.id(), uids, to, quota));
        var code = copyUid(copied, to);
        return code == null
                ? Completion.ok("COPY completed")
                : Completion.ok(code, "COPY completed");
    }

    /**
     * Null when all were gone already, which is no failure, or clients try again for ever; and
     * where the target may not be read, of which it would tell (RFC 9051 §6.4.7).
     */
    static @Nullable ResponseCode copyUid(Copied copied, Access to) {
        return copied.from().length == 0 || !to.may(Right.READ)
                ? null
                : ResponseCode.copyUid(
                        copied.uidValidity(), UidSet.of(copied.from()), UidSet.of(copied.to()));
    }
}

package org.bocau.imap;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.bocau.mailbox.Appended;
import org.bocau.mailbox.Flags;
import org.bocau.mailbox.Incoming;
import org.bocau.mailbox.Mailbox;
import org.bocau.mailbox.UidSet;
import org.bocau.message.MimeParser;
import org.bocau.message.Spool;
import org.jspecify.annotations.Nullable;

/**
 * APPEND: stores a message the client sends. RFC 3501 §6.3.11; APPENDUID is RFC 4315 §3. Whether it
 * may come is decided before the client is asked for it, and nothing of it is held in memory.
 */
record AppendCommand(
        String name, Flags flags, @Nullable Instant internalDate, MessageLiteral message)
        implements ImapCommand.AfterLogin {
    static AppendCommand parse(ImapReader in) throws IOException {
        String name = in.sp().mailbox();
        Flags flags = Flags.NONE;
        Instant internalDate = null;
        if (in.sp().peek() == '(') {
            flags = FlagList.parse(in);
            in.sp();
        }
        if (in.peek() == '"') {
            internalDate = in.dateTime();
            in.sp();
        }
        return new AppendCommand(name, flags, internalDate, in.messageLiteral());
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        Mailbox mailbox = user.target(name);
        long quota = user.quotaOctets();
        requireRoom(user, quota);
        try (Spool spool = user.session().store().spools().create()) {
            try (OutputStream octets = spool.out()) {
                message.receive(octets);
            }
            Instant received = internalDate == null ? user.session().now() : internalDate;
            var incoming =
                    new Incoming(mailbox.id(), spool, MimeParser.parse(spool), flags, received);
            Appended at = append(user, incoming, quota);
            return Completion.ok(
                    ResponseCode.appendUid(at.uidValidity(), UidSet.of(at.uid())),
                    "APPEND completed");
        }
    }

    private void requireRoom(Authenticated user, long quota) {
        if (message.size() > user.session().properties().maxMessageSize().toBytes()) {
            throw ImapRefusal.no(ResponseCode.TOOBIG, "Message is too big");
        }
        if (message.size() == 0) {
            throw ImapRefusal.no("An empty message cannot be stored");
        }
        if (quota > 0
                && user.store().usage(user.account().id()).octets() + message.size() > quota) {
            throw ImapRefusal.no(ResponseCode.OVERQUOTA, "Quota exceeded");
        }
    }

    private static Appended append(Authenticated user, Incoming incoming, long quota)
            throws IOException {
        return user.store().append(List.of(incoming), quota).getFirst();
    }
}

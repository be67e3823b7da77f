package org.bocau.imap;

import java.io.IOException;
import java.time.Instant;
import org.bocau.mailbox.Flags;
import org.jspecify.annotations.Nullable;

/**
 * One message of APPEND or REPLACE and what is said of it: {@code append-message}, RFC 4466 §6.
 *
 * @param internalDate null for now
 */
record AppendMessage(Flags flags, @Nullable Instant internalDate, MessageLiteral literal) {
    /** {@code [SP flag-list] [SP date-time] SP append-data}. */
    static AppendMessage parse(ImapReader in) throws IOException {
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
        return new AppendMessage(flags, internalDate, in.messageLiteral());
    }

    /** The message after this one, which was received; null at the end of the command. RFC 3502. */
    @Nullable AppendMessage next() throws IOException {
        return literal.rest().atEnd() ? null : parse(literal.rest());
    }
}

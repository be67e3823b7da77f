package org.bocau.imap;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A message of APPEND or REPLACE, announced but not read yet: the command decides first whether it
 * may come. Refusing it needs nothing more, the session's {@link ImapReader#resync} skips what
 * comes anyway.
 */
final class MessageLiteral {
    private final ImapReader reader;
    private final LiteralMark mark;
    private final boolean utf8;

    /**
     * @param utf8 it stands in {@code UTF8 (…)}, RFC 6855 §4
     */
    MessageLiteral(ImapReader reader, LiteralMark mark, boolean utf8) {
        this.reader = reader;
        this.mark = mark;
        this.utf8 = utf8;
    }

    long size() {
        return mark.size();
    }

    boolean utf8() {
        return utf8;
    }

    /** Asks for the octets if the client waits, streams them, and reads on behind them. */
    void receive(OutputStream out) throws IOException {
        reader.receive(mark, out);
        if (utf8) {
            reader.expect(')');
        }
    }

    /** What follows, once it was received. */
    ImapReader rest() {
        return reader;
    }
}

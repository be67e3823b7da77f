package org.bocau.imap;

import java.io.IOException;
import java.io.OutputStream;

/**
 * APPEND's message, announced but not read yet: the command decides first whether it may come.
 * Refusing it needs nothing more, the session's {@link ImapReader#resync} skips what comes anyway.
 */
final class MessageLiteral {
    private final ImapReader reader;
    private final LiteralMark mark;

    MessageLiteral(ImapReader reader, LiteralMark mark) {
        this.reader = reader;
        this.mark = mark;
    }

    long size() {
        return mark.size();
    }

    /** Asks for the octets if the client waits, streams them, and reads on to the command's end. */
    void receive(OutputStream out) throws IOException {
        reader.receive(mark, out);
        reader.crlf();
    }
}

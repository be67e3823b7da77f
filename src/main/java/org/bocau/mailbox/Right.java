package org.bocau.mailbox;

/** What may be granted on a mailbox. RFC 4314 §2.1; the order is that of the RFC. */
public enum Right {
    /** The name is seen by LIST and may be subscribed to. */
    LOOKUP('l', 1),
    /** SELECT and STATUS. */
    READ('r', 2),
    /** \Seen may be changed. */
    SEEN('s', 4),
    /** Flags other than \Seen and \Deleted, and keywords. */
    WRITE('w', 8),
    /** APPEND and COPY into it. */
    INSERT('i', 16),
    /** Mail may be sent to it; nothing asks for this right yet. */
    POST('p', 32),
    /** Mailboxes may be made below it. */
    CREATE('k', 64),
    /** The mailbox itself may be deleted or renamed. */
    DELETE('x', 128),
    /** \Deleted may be changed. */
    DELETED('t', 256),
    EXPUNGE('e', 512),
    /** The list of rights may be read and changed. */
    ADMINISTER('a', 1024);

    private final char letter;
    private final int bit;

    Right(char letter, int bit) {
        this.letter = letter;
        this.bit = bit;
    }

    char letter() {
        return letter;
    }

    int bit() {
        return bit;
    }
}

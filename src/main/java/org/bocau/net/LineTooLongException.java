package org.bocau.net;

import java.io.IOException;

/**
 * A line exceeded its bound. It has been skipped up to its CRLF: the stream is in step and the
 * session may go on. Its first and last octets are kept: IMAP needs the tag and what a literal was
 * announced with.
 */
public final class LineTooLongException extends IOException {
    private static final long serialVersionUID = 1L;
    static final int KEPT = 64;

    private final transient byte[] head;
    private final transient byte[] tail;

    LineTooLongException(int limit, byte[] head, byte[] tail) {
        super("line longer than " + limit + " octets");
        this.head = head;
        this.tail = tail;
    }

    /** The first octets of the line, at most 64. */
    public byte[] head() {
        return head;
    }

    /** The last octets before the line end, at most 64. */
    public byte[] tail() {
        return tail;
    }
}

package org.bocau.net;

import java.io.IOException;

/**
 * A line exceeded its bound. It has been skipped up to its CRLF: the stream is in step and the
 * session may go on.
 */
public final class LineTooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    public LineTooLongException(int limit) {
        super("line longer than " + limit + " octets");
    }
}

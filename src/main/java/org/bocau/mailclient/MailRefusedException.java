package org.bocau.mailclient;

/** The server understood and said no, in words that are shown to the user: status 409. */
public final class MailRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param text the server's own text, without tag and response code
     */
    public MailRefusedException(String text) {
        super(text, null, false, false);
    }
}

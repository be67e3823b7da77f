package org.bocau.mailclient;

/** No such mailbox, message or part in this account: status 404, whoever it may belong to. */
public final class NoSuchMailException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoSuchMailException(String what) {
        super(what, null, false, false);
    }
}

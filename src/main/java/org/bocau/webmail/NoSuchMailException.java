package org.bocau.webmail;

/** No such mailbox, message or part in this account: status 404, whoever it may belong to. */
final class NoSuchMailException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoSuchMailException(String what) {
        super(what, null, false, false);
    }
}

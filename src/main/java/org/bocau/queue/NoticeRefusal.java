package org.bocau.queue;

/** Nobody takes a notice: a double bounce. Not a bug: no stack trace. */
public final class NoticeRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoticeRefusal(String text) {
        super(text, null, false, false);
    }
}

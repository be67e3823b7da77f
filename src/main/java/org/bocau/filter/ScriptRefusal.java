package org.bocau.filter;

/** A script that cannot be used, with the line of the mistake. Shown to who wrote it. */
public final class ScriptRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final String reason;

    public ScriptRefusal(int line, String message) {
        super(message, null, false, false);
        this.line = line;
        this.reason = message;
    }

    /** Counted from 1. */
    public int line() {
        return line;
    }

    /** In English, without the line. */
    public String reason() {
        return reason;
    }
}

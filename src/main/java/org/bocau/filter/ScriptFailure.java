package org.bocau.filter;

/** A script that cannot go on with this message, and so keeps it. RFC 5228 §2.10.6. */
final class ScriptFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScriptFailure(String message) {
        super(message, null, false, false);
    }
}

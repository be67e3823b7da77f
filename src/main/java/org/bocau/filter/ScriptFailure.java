package org.bocau.filter;

/** A script that cannot go on with this message, and so keeps it. RFC 5228 §2.10.6. */
final class ScriptFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Failure failure;

    ScriptFailure(Failure failure) {
        super(failure.name(), null, false, false);
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}

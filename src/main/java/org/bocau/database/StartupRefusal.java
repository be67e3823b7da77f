package org.bocau.database;

/**
 * The server cannot start, for a reason that the person who started it can mend. Its message is one
 * complete sentence and all that is shown: no stack trace, exit status 1.
 */
public final class StartupRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartupRefusal(String sentence) {
        super(sentence, null, false, false);
    }

    /** {@code cause} goes to the log at DEBUG, never to the terminal. */
    public StartupRefusal(String sentence, Throwable cause) {
        super(sentence, cause, false, false);
    }
}

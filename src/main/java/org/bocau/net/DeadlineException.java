package org.bocau.net;

import java.io.IOException;

/** The peer did not send in time what the deadline was set for. The session says so and closes. */
public final class DeadlineException extends IOException {
    private static final long serialVersionUID = 1L;

    public DeadlineException() {
        super("deadline passed");
    }
}

package org.bocau.imap;

import org.jspecify.annotations.Nullable;

/**
 * The tagged answer to a command, and what the session does once it is sent. RFC 3501 §7.1.
 *
 * @param code goes in brackets, or null
 */
record Completion(Status status, @Nullable ResponseCode code, String text, Next next) {
    enum Status {
        OK,
        NO,
        BAD
    }

    /** What follows the tagged answer. */
    enum Next {
        COMMAND,
        START_TLS,
        START_DEFLATE,
        STOP_DEFLATE,
        CLOSE
    }

    static Completion ok(String text) {
        return new Completion(Status.OK, null, text, Next.COMMAND);
    }

    static Completion ok(ResponseCode code, String text) {
        return new Completion(Status.OK, code, text, Next.COMMAND);
    }

    static Completion okThen(Next next, String text) {
        return new Completion(Status.OK, null, text, next);
    }

    static Completion okThen(Next next, ResponseCode code, String text) {
        return new Completion(Status.OK, code, text, next);
    }

    /** What follows the tag. */
    String line() {
        return status + " " + (code == null ? "" : code + " ") + text;
    }
}

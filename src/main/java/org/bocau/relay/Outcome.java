package org.bocau.relay;

/** What became of one recipient in one attempt. */
public sealed interface Outcome {
    /** What the host said, or what we say where none did. */
    Reply reply();

    Hop hop();

    /** The host has taken the message over. */
    record Delivered(Reply reply, Hop hop) implements Outcome {}

    /** Not now: try again later. */
    record Deferred(Reply reply, Hop hop) implements Outcome {}

    /** Never: the sender must be told. */
    record Rejected(Reply reply, Hop hop) implements Outcome {}

    /** A negative reply as an outcome. */
    static Outcome of(Reply reply, Hop hop) {
        return reply.permanent() ? new Rejected(reply, hop) : new Deferred(reply, hop);
    }
}

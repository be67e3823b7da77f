package org.bocau.relay;

/** What became of one recipient in one attempt. */
public sealed interface Outcome {
    Reply reply();

    /** The host has taken the message over. */
    record Delivered(Reply reply) implements Outcome {}

    /** Not now: try again later. */
    record Deferred(Reply reply) implements Outcome {}

    /** Never: the sender must be told. */
    record Rejected(Reply reply) implements Outcome {}

    /** A negative reply as an outcome. */
    static Outcome of(Reply reply) {
        return reply.permanent() ? new Rejected(reply) : new Deferred(reply);
    }
}

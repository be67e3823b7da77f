package org.bocau.queue;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import org.bocau.relay.Reply;
import org.jspecify.annotations.Nullable;

/**
 * One domain's mail on this node. {@link Destinations} owns it; everything here is read and written
 * under its lock.
 */
final class Destination {
    final String domain;
    final Queue<Claimed> waiting = new ArrayDeque<>();

    /**
     * How many connections it may have: one at first, one more with each attempt that was heard.
     */
    int window = 1;

    int active; // workers, each with at most one connection
    boolean full; // gets no more work until some is done
    @Nullable Reply down; // what came of the last attempt, when nobody answered
    Instant downUntil = Instant.EPOCH;

    Destination(String domain) {
        this.domain = domain;
    }
}

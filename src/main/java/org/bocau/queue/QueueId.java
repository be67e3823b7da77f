package org.bocau.queue;

/** Names a message in the outbound queue; grows with the time of enqueuing. */
public record QueueId(long value) {
    @Override
    public String toString() {
        return Long.toString(value);
    }
}

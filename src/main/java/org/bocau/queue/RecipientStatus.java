package org.bocau.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far one recipient of a queued message has come. There is no status for delivered or returned:
 * both end the row. {@code src/docs/queue.md} has the table of states.
 */
public sealed interface RecipientStatus {
    /** Not tried yet. */
    record Waiting(Instant nextAttemptAt) implements RecipientStatus {}

    /**
     * A node has claimed it and is sending, or died doing so.
     *
     * @param attempts this one included
     * @param nextAttemptAt when it is tried again if nothing is heard of this attempt
     */
    record Attempting(int attempts, Instant nextAttemptAt, @Nullable String lastReply)
            implements RecipientStatus {}

    /**
     * Tried and to be tried again.
     *
     * @param attempts at least 1
     * @param lastReply what the next hop said; null when it said nothing
     */
    record Deferred(int attempts, Instant nextAttemptAt, @Nullable String lastReply)
            implements RecipientStatus {}

    /** Taken out, since attempts were begun and none of them came to an end; until released. */
    record Quarantined(int attempts, @Nullable String lastReply) implements RecipientStatus {}

    /** Kept back by an administrator until released. */
    record Held(int attempts, @Nullable String lastReply) implements RecipientStatus {}
}

package org.bocau.queue;

import java.time.Instant;
import org.bocau.relay.Hop;
import org.bocau.relay.Outcome;
import org.bocau.relay.Reply;

/**
 * What became of one recipient in one attempt.
 *
 * @param reply what the next hop said, or what we say where none did
 */
record Result(Claimed.To to, Fate fate, Reply reply, Hop hop) {
    /** Where a recipient stands after an attempt. */
    enum Fate {
        /** The next hop has taken it over; the row ends. */
        DELIVERED,
        /** To be tried again. */
        DEFERRED,
        /** Refused for good; the row ends. */
        FAILED,
        /** Deferred for too long; the row ends. */
        EXPIRED;

        boolean ends() {
            return this != DEFERRED;
        }
    }

    /**
     * @param expires when deferring ends
     */
    static Result of(Claimed.To to, Outcome outcome, Instant now, Instant expires) {
        var fate =
                switch (outcome) {
                    case Outcome.Delivered _ -> Fate.DELIVERED;
                    case Outcome.Rejected _ -> Fate.FAILED;
                    case Outcome.Deferred _ -> now.isBefore(expires) ? Fate.DEFERRED : Fate.EXPIRED;
                };
        return new Result(to, fate, outcome.reply(), outcome.hop());
    }

    /**
     * Whether the sender is owed word of it. RFC 3461 §5.2.2: where the next hop notifies, a
     * delivery is its to tell.
     *
     * @param late the message has waited long enough for a delay to be told
     */
    boolean toBeTold(boolean late) {
        return switch (fate) {
            case DELIVERED -> to.notices().success() && !hop.notifies();
            case DEFERRED -> late && !to.delayTold() && to.notices().delay();
            case FAILED, EXPIRED -> to.notices().failure();
        };
    }
}

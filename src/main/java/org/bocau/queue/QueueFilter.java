package org.bocau.queue;

import org.jspecify.annotations.Nullable;

/**
 * Which messages are wanted: those with a recipient for whom all of it is true.
 *
 * @param domain part of the recipient's domain; empty is any
 * @param state null is any
 */
public record QueueFilter(String domain, @Nullable State state) {
    public static final QueueFilter ALL = new QueueFilter("", null);

    /** How far a recipient is; {@link RecipientStatus} says more. */
    public enum State {
        /** Not tried yet. */
        WAITING,
        /** Its sender wants it to be sent later. */
        SCHEDULED,
        ATTEMPTING,
        DEFERRED,
        /** Kept back by an administrator. */
        HELD,
        /** Attempts began and never ended. */
        QUARANTINED
    }
}

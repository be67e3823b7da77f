package org.bocau.admin;

/** What an administrator may do with a queued message. */
enum QueueChange {
    HOLD,
    RELEASE,
    RETRY,
    BOUNCE,
    DELETE;

    /** The message is gone afterwards. */
    boolean ends() {
        return this == BOUNCE || this == DELETE;
    }
}

package org.bocau.admin;

/** What an administrator may do with a queued message. */
enum QueueChange {
    HOLD,
    RELEASE,
    RETRY,
    DELETE
}

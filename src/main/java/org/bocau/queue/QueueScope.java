package org.bocau.queue;

/** What an administrator's command is for. */
public sealed interface QueueScope {
    /** All recipients of one message that are left. */
    record OfMessage(QueueId message) implements QueueScope {}

    /** All mail for one domain that is in the queue now; what comes later is not concerned. */
    record OfDomain(String domain) implements QueueScope {}
}

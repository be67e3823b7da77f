package org.bocau.queue;

/**
 * One recipient of a queued message.
 *
 * @param domain the address's, in A-label form: what is retried together
 */
public record QueueRecipient(
        QueueId message, int number, String address, String domain, RecipientStatus status) {}

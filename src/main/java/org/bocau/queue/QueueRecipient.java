package org.bocau.queue;

import org.bocau.message.Notify;
import org.jspecify.annotations.Nullable;

/**
 * One recipient of a queued message.
 *
 * @param domain the address's, in A-label form: what is retried together
 * @param notices of what the sender wants to be told
 * @param orcpt the ORCPT parameter as it came
 * @param delayTold the sender has been told that it takes long
 */
public record QueueRecipient(
        QueueId message,
        int number,
        String address,
        String domain,
        Notify notices,
        @Nullable String orcpt,
        boolean delayTold,
        RecipientStatus status) {}

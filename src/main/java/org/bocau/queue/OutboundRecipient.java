package org.bocau.queue;

import org.bocau.message.EmailAddress;
import org.bocau.message.Notify;
import org.jspecify.annotations.Nullable;

/**
 * A recipient of a message about to be queued.
 *
 * @param notices of what the sender wants to be told
 * @param orcpt the ORCPT parameter as it came, {@code type;xtext}: passed on unchanged (RFC 3461
 *     §4.2)
 */
public record OutboundRecipient(EmailAddress address, Notify notices, @Nullable String orcpt) {
    /** One whose sender asked for nothing. */
    public static OutboundRecipient of(EmailAddress address) {
        return new OutboundRecipient(address, Notify.DEFAULT, null);
    }
}

package org.bocau.delivery;

import org.bocau.account.Destination;
import org.bocau.message.EmailAddress;
import org.bocau.message.Notify;
import org.jspecify.annotations.Nullable;

/**
 * A recipient that was accepted, and what its address meant then. {@link Delivery#check} makes
 * them.
 *
 * @param notices what the sender wants to be told of it
 * @param orcpt the ORCPT parameter as it came, {@code type;xtext}
 */
public record Recipient(
        EmailAddress address, Destination destination, Notify notices, @Nullable String orcpt) {
    Recipient(EmailAddress address, Destination destination) {
        this(address, destination, Notify.DEFAULT, null);
    }

    /** The same with the parameters of its RCPT. RFC 3461 §4.1, §4.2. */
    public Recipient with(Notify wanted, @Nullable String original) {
        return new Recipient(address, destination, wanted, original);
    }
}

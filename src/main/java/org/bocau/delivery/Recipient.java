package org.bocau.delivery;

import org.bocau.account.Destination;
import org.bocau.message.EmailAddress;

/**
 * A recipient that was accepted, and what its address meant then. {@link Delivery#check} makes
 * them.
 */
public record Recipient(EmailAddress address, Destination destination) {}

package org.bocau.account;

import java.util.List;
import org.bocau.message.EmailAddress;

/**
 * An alias as the console shows it.
 *
 * @param version goes with the form and comes back with the edit
 */
public record AliasRow(AliasId id, EmailAddress address, List<EmailAddress> targets, int version) {}

package org.bocau.account;

import java.time.Instant;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * One line of the console's list, and what its edit form starts with.
 *
 * @param quotaOctets 0 for no limit
 * @param version goes with the form and comes back with the edit
 */
public record AccountRow(
        AccountId id,
        EmailAddress address,
        String name,
        boolean enabled,
        boolean administrator,
        long quotaOctets,
        @Nullable String language,
        Instant createdAt,
        int version) {}

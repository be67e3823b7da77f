package org.bocau.account;

import java.time.Instant;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * An account as others see it: a view, not the row.
 *
 * @param name display name, may be empty
 * @param quotaOctets how much its mailboxes may hold; 0 means no limit
 * @param credentials grows whenever password, role or state change: sessions that carry an older
 *     number end
 * @param language {@code en}, {@code vi}, or null when never chosen
 */
public record Account(
        AccountId id,
        EmailAddress address,
        String name,
        boolean enabled,
        boolean administrator,
        long quotaOctets,
        int credentials,
        @Nullable String language,
        Instant createdAt) {}

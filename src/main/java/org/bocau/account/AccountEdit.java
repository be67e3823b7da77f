package org.bocau.account;

import org.jspecify.annotations.Nullable;

/**
 * What an administrator may change of an account; the address stays.
 *
 * @param name at most 200 characters
 * @param quotaOctets 0 for no limit
 * @param language {@code en}, {@code vi}, or null to follow the browser
 */
public record AccountEdit(
        String name,
        boolean enabled,
        boolean administrator,
        long quotaOctets,
        @Nullable String language) {}

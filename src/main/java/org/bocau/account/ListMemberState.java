package org.bocau.account;

import java.time.Instant;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * A member to whom mail came back lately, as the console shows it.
 *
 * @param suspendedAt since when it gets no mail; null while it does
 * @param weeks in how many of the last weeks there were bounces
 * @param bounces how many they were
 * @param status of the latest, RFC 3463; empty when it did not say
 * @param lastAt when that came; null when it is forgotten
 */
public record ListMemberState(
        long number,
        EmailAddress address,
        @Nullable Instant suspendedAt,
        int weeks,
        int bounces,
        String status,
        @Nullable Instant lastAt) {
    public boolean suspended() {
        return suspendedAt != null;
    }
}

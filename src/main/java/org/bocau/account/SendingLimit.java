package org.bocau.account;

import org.jspecify.annotations.Nullable;

/**
 * How much one account may send. Null is the server's default, 0 no limit.
 *
 * @param perHour recipients within an hour of the clock
 * @param perDay recipients within 24 such hours
 * @param newPerDay of them, those it never wrote to before
 */
public record SendingLimit(
        @Nullable Integer perHour, @Nullable Integer perDay, @Nullable Integer newPerDay) {
    /** Nothing but defaults. */
    public static final SendingLimit DEFAULT = new SendingLimit(null, null, null);
}

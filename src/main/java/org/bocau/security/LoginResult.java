package org.bocau.security;

import java.time.Duration;
import org.bocau.account.Account;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended. Unknown user, wrong password and disabled account are one and the same
 * refusal.
 */
public sealed interface LoginResult {
    /**
     * @param appPassword id of the one that was shown; null: it was the account's own password, or
     *     a token of ours. See {@link Logins#stillHolds}
     */
    record Accepted(Account account, @Nullable Long appPassword) implements LoginResult {}

    /** {@code 535 5.7.8}, {@code NO [AUTHENTICATIONFAILED]}, {@code -ERR [AUTH]}. */
    record Refused() implements LoginResult {}

    /**
     * Too many failures from there or too many attempts at once: {@code 454 4.7.0}, {@code NO
     * [UNAVAILABLE]}.
     */
    record Throttled(Duration retryAfter) implements LoginResult {}
}

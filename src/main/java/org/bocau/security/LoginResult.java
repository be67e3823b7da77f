package org.bocau.security;

import java.time.Duration;
import org.bocau.account.Account;

/**
 * How an attempt ended. Unknown user, wrong password and disabled account are one and the same
 * refusal.
 */
public sealed interface LoginResult {
    record Accepted(Account account) implements LoginResult {}

    /** {@code 535 5.7.8}, {@code NO [AUTHENTICATIONFAILED]}, {@code -ERR [AUTH]}. */
    record Refused() implements LoginResult {}

    /**
     * Too many failures from there or too many attempts at once: {@code 454 4.7.0}, {@code NO
     * [UNAVAILABLE]}.
     */
    record Throttled(Duration retryAfter) implements LoginResult {}
}

package org.bocau.security;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticationException;

/**
 * The web's sign-in was refused. Thrown by the authentication provider, kept in the session by
 * {@code SimpleUrlAuthenticationFailureHandler("/sign-in")} and told by the sign-in page, which
 * never says more than the reason.
 */
public final class SignInRefusal extends AuthenticationException {
    private final Reason reason;
    private final String address;
    private final @Nullable Duration retryAfter;

    /**
     * @param address as typed, to fill the form again
     * @param retryAfter how long the throttle holds, with {@link Reason#THROTTLED} only
     */
    public SignInRefusal(Reason reason, String address, @Nullable Duration retryAfter) {
        super(reason.name());
        this.reason = reason;
        this.address = address;
        this.retryAfter = retryAfter;
    }

    public Reason reason() {
        return reason;
    }

    public String address() {
        return address;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** All the page may know. */
    public enum Reason {
        /** Unknown user, wrong password, disabled account: one and the same. */
        REFUSED,
        THROTTLED,
        /** The store does not answer. */
        UNAVAILABLE
    }
}

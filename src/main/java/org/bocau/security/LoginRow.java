package org.bocau.security;

import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log of logins.
 *
 * @param login the address that was tried, or null where it was no address
 * @param outcome {@code accepted}, {@code refused} or {@code throttled}
 */
public record LoginRow(
        Instant at,
        String service,
        @Nullable String login,
        InetAddress remote,
        boolean secure,
        String outcome) {}

package org.bocau.security;

import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit trail.
 *
 * @param actor address of who did it; null for the server itself
 * @param remote from where, if over the web
 */
public record AuditRow(
        Instant at,
        @Nullable String actor,
        @Nullable InetAddress remote,
        String action,
        String subject,
        String detail) {}

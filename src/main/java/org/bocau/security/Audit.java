package org.bocau.security;

import org.jspecify.annotations.Nullable;

/**
 * What administrators and users changed. Joins the caller's transaction, so a change and its record
 * stand or fall together.
 */
public interface Audit {
    /**
     * @param actor address of who did it; null for the server itself (set-up, provisioning)
     * @param action short verb phrase, {@code account.create}
     * @param subject what it was done to, {@code an@example.org}
     * @param detail what changed, never a secret
     */
    void record(@Nullable String actor, String action, String subject, String detail);
}

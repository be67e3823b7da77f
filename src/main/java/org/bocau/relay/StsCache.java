package org.bocau.relay;

import java.time.Instant;
import java.util.Optional;

/**
 * Policies that were fetched. One that outlives a restart protects better: who strips TLS at the
 * first contact is believed. RFC 8461 §10.2.
 */
public interface StsCache {
    /** What was kept last, expired or not. */
    Optional<Kept> find(String domain);

    /** Replaces what was kept. */
    void keep(String domain, Kept policy);

    /**
     * @param id of the TXT record it was fetched for
     * @param until exclusive
     */
    record Kept(String id, StsPolicy policy, Instant until) {}
}

package org.bocau.relay;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;

/** Keeps the policies of the domains written to last, until the process ends. */
final class StsMemory implements StsCache {
    private static final int MAX_DOMAINS = 5_000;

    private final Cache<String, Kept> policies =
            Caffeine.newBuilder().maximumSize(MAX_DOMAINS).build();

    @Override
    public Optional<Kept> find(String domain) {
        return Optional.ofNullable(policies.getIfPresent(domain));
    }

    @Override
    public void keep(String domain, Kept policy) {
        policies.put(domain, policy);
    }
}

package org.bocau.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/**
 * From where a claim looks: what is due since before then is for domains that get no work now. A
 * domain with a hundred thousand messages and a slow host must not make every claim read them all.
 * Owned by the thread that claims.
 */
final class ClaimFloor {
    /** A row may be committed so long after the time it carries. */
    private static final Duration LATE = Duration.ofMinutes(1);

    /** Now and then all is looked at. */
    private static final Duration TRUST = Duration.ofSeconds(30);

    private Instant floor = Instant.EPOCH;
    private Instant since = Instant.EPOCH;
    private Set<String> busy = Set.of();

    /**
     * @param busyNow domains that get no work now
     */
    Instant at(Collection<String> busyNow, Instant now) {
        if (!busyNow.containsAll(busy) || since.plus(TRUST).isBefore(now)) {
            floor = Instant.EPOCH;
            since = now;
        }
        busy = Set.copyOf(busyNow);
        return floor;
    }

    /** The last claim, of what {@link #at} said, found nothing that was due before. */
    void foundFrom(Instant earliest) {
        floor = earliest.minus(LATE);
    }
}

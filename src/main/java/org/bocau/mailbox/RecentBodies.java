package org.bocau.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Bodies of small messages, and those that were read last in memory: a telephone, a computer and
 * the webmail fetch the same message one after the other, and a thousand recipients the same body.
 * A body never changes, so that nothing has to be dropped; whether a message still has it is asked
 * of the mailbox, not of this.
 *
 * <p>Metric: {@code bocau.mailbox.bodies.octets}.
 */
@Component
class RecentBodies {
    /** A body of more octets is streamed, see {@link Bodies}. */
    static final int SMALL = 128 * 1024;

    /** Of the entry, the key and the arrays. */
    private static final int OVERHEAD_OCTETS = 200;

    private final JdbcClient jdbc;
    private final Cache<BodyKey, byte[]> cache;

    RecentBodies(JdbcClient jdbc, MailboxProperties properties, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.cache =
                Caffeine.newBuilder()
                        .maximumWeight(properties.bodyMemory())
                        .weigher((BodyKey _, byte[] body) -> body.length + OVERHEAD_OCTETS)
                        .build();
        Gauge.builder("bocau.mailbox.bodies.octets", this, RecentBodies::octets)
                .description("Memory of the bodies that were read last")
                .baseUnit("bytes")
                .register(meters);
    }

    private double octets() {
        return cache.policy().eviction().map(e -> e.weightedSize().orElse(0)).orElse(0L);
    }

    /**
     * Bodies by their key; larger ones and those that are gone are missing. What memory does not
     * have is read in one query: the caller bounds what it asks for.
     *
     * @throws org.springframework.dao.DataAccessException the database is away
     */
    Map<BodyKey, byte[]> all(Collection<BodyKey> keys) {
        var found = HashMap.<BodyKey, byte[]>newHashMap(keys.size());
        var missing = new HashSet<BodyKey>();
        for (var key : keys) {
            if (key.size() > SMALL) continue;
            byte[] known = cache.getIfPresent(key);
            if (known == null) missing.add(key);
            else found.put(key, known);
        }
        if (missing.size() == 1) { // by a plan that the database keeps
            var key = missing.iterator().next();
            jdbc.sql("select octets from body_chunk where sha256 = ? and n = 0")
                    .param(key.sha256())
                    .query(row -> {
                        keep(found, key, row.getBytes(1));
                    });
        } else if (!missing.isEmpty()) {
            jdbc.sql("select sha256, octets from body_chunk where n = 0 and sha256 = any (?)")
                    .param(missing.stream().map(BodyKey::sha256).toArray(byte[][]::new))
                    .query(row -> {
                        byte[] octets = row.getBytes(2);
                        keep(found, new BodyKey(row.getBytes(1), octets.length), octets);
                    });
        }
        return found;
    }

    private void keep(Map<BodyKey, byte[]> found, BodyKey key, byte[] octets) {
        found.put(key, octets);
        cache.put(key, octets);
    }
}

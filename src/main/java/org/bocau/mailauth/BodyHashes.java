package org.bocau.mailauth;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The hashes that the signatures of one message ask for, all made in one pass over its body. */
final class BodyHashes {
    private static final int BUFFER = 16 * 1024;

    /**
     * @param limit octets of the canonical form that count
     */
    record Demand(Canonicalization form, long limit) {}

    private final Map<Demand, BodyHash> running = new HashMap<>();
    private final Map<Demand, byte[]> done = new HashMap<>();

    private BodyHashes() {}

    /** Does not open the body when nobody asks. */
    static BodyHashes of(Collection<Demand> demands, Body body) throws IOException {
        var hashes = new BodyHashes();
        demands.forEach(demand ->
                hashes.running.computeIfAbsent(demand, d -> new BodyHash(d.form(), d.limit())));
        if (!hashes.running.isEmpty()) {
            try (var in = body.open()) {
                hashes.read(in);
            }
        }
        hashes.running.forEach((demand, hash) -> hashes.done.put(demand, hash.finish()));
        return hashes;
    }

    private void read(InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            for (var hash : running.values()) {
                hash.update(buffer, 0, n);
            }
        }
    }

    byte[] hash(Demand demand) {
        var hash = done.get(demand);
        if (hash == null) {
            throw new IllegalArgumentException("not asked for: " + demand);
        }
        return hash;
    }

    /** Octets of the whole canonical body, limit or not. */
    long octets(Demand demand) {
        var hash = running.get(demand);
        return hash == null ? 0 : hash.octets();
    }
}

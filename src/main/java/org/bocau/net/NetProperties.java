package org.bocau.net;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Listening and its limits. Trusted networks are exempt from all limits but the total.
 *
 * @param bind address of the public services; absent: all interfaces, IPv4 and IPv6
 * @param hostName the name this server is known by; absent: the machine's own
 * @param maxConnections over all services; at most three quarters of the files this process may
 *     still open
 * @param maxPerAddress to one service from one address
 * @param maxPerNetwork over all services from one /24 or, in IPv6, /64
 * @param newPerMinute connections to one service from one address (IPv6: /64) a minute
 * @param services other values of the two limits above for one service, by its name
 * @param writePatience how long a peer may leave what was written to it unread
 * @param handshakePatience time for a whole TLS handshake
 * @param maxHandshakes at the same time; each costs CPU and memory
 * @param stopGrace how long sessions may take to say good-bye at shutdown
 */
@ConfigurationProperties("bocau.net")
record NetProperties(
        @Nullable String bind,
        @Nullable String hostName,
        @DefaultValue("1000") int maxConnections,
        @DefaultValue("50") int maxPerAddress,
        @DefaultValue("200") int maxPerNetwork,
        @DefaultValue("300") int newPerMinute,
        @DefaultValue Map<String, ServiceLimits> services,
        @DefaultValue("60s") Duration writePatience,
        @DefaultValue("10s") Duration handshakePatience,
        @DefaultValue("200") int maxHandshakes,
        @DefaultValue("10s") Duration stopGrace,
        @DefaultValue Tls tls) {

    /** Null: as for all services. */
    record ServiceLimits(@Nullable Integer maxPerAddress, @Nullable Integer newPerMinute) {}

    /**
     * @param certificate PEM file: the leaf first, then its chain; absent: a self-signed one is
     *     made
     * @param key PEM file with its private key
     * @param checkEvery how often the files are looked at for a change
     */
    record Tls(
            @Nullable Path certificate,
            @Nullable Path key,
            @DefaultValue("10s") Duration checkEvery) {
        Tls {
            if ((certificate == null) != (key == null)) {
                throw new IllegalArgumentException(
                        "bocau.net.tls.certificate and bocau.net.tls.key go together");
            }
        }
    }

    NetProperties {
        if (maxConnections < 1 || maxPerAddress < 1 || maxPerNetwork < 1 || newPerMinute < 1) {
            throw new IllegalArgumentException("limits of bocau.net must be at least 1");
        }
    }

    int maxPerAddress(String service) {
        var own = services.get(service);
        return own == null || own.maxPerAddress() == null ? maxPerAddress : own.maxPerAddress();
    }

    int newPerMinute(String service) {
        var own = services.get(service);
        return own == null || own.newPerMinute() == null ? newPerMinute : own.newPerMinute();
    }
}

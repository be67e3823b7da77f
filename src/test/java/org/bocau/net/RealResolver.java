package org.bocau.net;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.util.unit.DataSize;

/** The resolver of the application, for tests of other modules that want no short cut. */
public final class RealResolver {
    private RealResolver() {}

    /**
     * @param servers as in {@code bocau.dns.servers}
     */
    public static Dns asking(String... servers) {
        return new DnsResolver(
                properties(List.of(servers), DnsProperties.Trust.LOOPBACK),
                Clock.systemUTC(),
                new SimpleMeterRegistry());
    }

    static DnsProperties properties(List<String> servers, DnsProperties.Trust trust) {
        return new DnsProperties(
                servers,
                Duration.ofSeconds(5),
                2,
                trust,
                DataSize.ofMegabytes(1),
                Duration.ofHours(1));
    }
}

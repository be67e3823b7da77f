package org.bocau.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.bocau.testing.NameServer;
import org.bocau.testing.Zone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The resolver over real datagrams, against a name server of the test. */
class DnsResolverTest {
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
    private final InstantSource time = now::get;
    private final Clock clock = time.withZone(ZoneOffset.UTC);
    private final Zone zone = new Zone();
    private final NameServer server;

    DnsResolverTest() throws IOException {
        this.server = NameServer.of(zone);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void readsEveryKindOfRecord() {
        zone.mx("a.example", 10, "mx.a.example").nullMx("none.example");
        zone.address("mx.a.example", "192.0.2.1", "2001:db8::1");
        zone.txt("a.example", "v=x " + "y".repeat(600)).ptr("192.0.2.1", "mx.a.example");
        zone.tlsa(25, "mx.a.example", 3, 1, 1, new byte[] {1, 2});
        var dns = resolver(DnsProperties.Trust.LOOPBACK);

        assertThat(dns.mx("A.example").records()).containsExactly(new Dns.Mx(10, "mx.a.example"));
        assertThat(dns.mx("none.example").records()).containsExactly(new Dns.Mx(0, ""));
        assertThat(dns.addresses("mx.a.example").records())
                .containsExactlyInAnyOrder(
                        InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1"));
        assertThat(dns.txt("a.example").records()).containsExactly("v=x " + "y".repeat(600));
        assertThat(dns.ptr(InetAddress.ofLiteral("192.0.2.1")).records())
                .containsExactly("mx.a.example");
        assertThat(dns.tlsa(25, "mx.a.example").records())
                .singleElement()
                .satisfies(tlsa -> assertThat(tlsa.data()).containsExactly(1, 2));
    }

    @Test
    void tellsNothingFromNoDomainFromFailure() {
        zone.address("a.example", "192.0.2.1").fails("down.example");
        var dns = resolver(DnsProperties.Trust.LOOPBACK);

        assertThat(dns.mx("a.example")).isInstanceOf(Dns.None.class);
        assertThat(dns.mx("b.example")).isInstanceOf(Dns.NoDomain.class);
        assertThat(dns.addresses("b.example")).isInstanceOf(Dns.NoDomain.class);
        assertThat(dns.mx("down.example").failed()).isTrue();
        assertThat(dns.addresses("down.example").failed()).isTrue();
        assertThat(dns.mx("a..example")).isInstanceOf(Dns.NoDomain.class);
    }

    /** S21: an alias that leads in a circle ends the question, not the resolver. */
    @Test
    void followsAliases() {
        zone.alias("www.example", "real.example").address("real.example", "192.0.2.1");
        zone.alias("x.example", "y.example").alias("y.example", "x.example");
        var dns = resolver(DnsProperties.Trust.LOOPBACK);

        assertThat(dns.addresses("www.example"))
                .isEqualTo(
                        new Dns.Found<>(
                                "real.example",
                                List.of(InetAddress.ofLiteral("192.0.2.1")),
                                false));
        assertThat(dns.addresses("x.example").failed()).isTrue();
    }

    @Test
    void believesDnssecOnlyOfTrustedResolvers() {
        zone.mx("a.example", 10, "mx.a.example").signed("a.example");

        assertThat(resolver(DnsProperties.Trust.LOOPBACK).mx("a.example").authentic()).isTrue();
        assertThat(resolver(DnsProperties.Trust.NEVER).mx("a.example").authentic()).isFalse();
        assertThat(resolver(DnsProperties.Trust.LOOPBACK).mx("no.a.example").authentic()).isTrue();
        assertThat(resolver(DnsProperties.Trust.ALWAYS).mx("b.example").authentic()).isFalse();
    }

    @Test
    void keepsAnswersAsLongAsTheyLive() {
        zone.mx("a.example", 10, "one.example");
        var dns = resolver(DnsProperties.Trust.LOOPBACK);
        dns.mx("a.example");
        zone.remove("a.example").mx("a.example", 10, "two.example");

        assertThat(dns.mx("a.example").records()).containsExactly(new Dns.Mx(10, "one.example"));
        now.updateAndGet(then -> then.plus(Duration.ofSeconds(301)));
        assertThat(dns.mx("a.example").records()).containsExactly(new Dns.Mx(10, "two.example"));
    }

    @Test
    void asksAnewAndKeepsThat() {
        var dns = resolver(DnsProperties.Trust.LOOPBACK);
        assertThat(dns.txt("key.a.example").records()).isEmpty();
        zone.txt("key.a.example", "v=DKIM1");
        assertThat(dns.txt("key.a.example").records()).isEmpty();

        assertThat(dns.anew().txt("key.a.example").records()).containsExactly("v=DKIM1");
        assertThat(dns.txt("key.a.example").records()).containsExactly("v=DKIM1");
    }

    @Test
    void asksTheNextServerWhenOneFails() throws IOException {
        zone.fails("a.example");
        try (var second = NameServer.of(new Zone().mx("a.example", 10, "mx.example"))) {
            var dns = resolver(DnsProperties.Trust.LOOPBACK, second.address());

            assertThat(dns.mx("a.example").records()).hasSize(1);
        }
    }

    private Dns resolver(DnsProperties.Trust trust, String... more) {
        var servers = new ArrayList<>(List.of(server.address()));
        servers.addAll(List.of(more));
        var properties = RealResolver.properties(servers, trust);
        return new DnsResolver(properties, clock, new SimpleMeterRegistry());
    }
}

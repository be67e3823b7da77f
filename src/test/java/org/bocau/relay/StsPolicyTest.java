package org.bocau.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.bocau.testing.TestAuthority;
import org.bocau.testing.Zone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MTA-STS: what a policy says, where it comes from and how long it counts. RFC 8461. */
class StsPolicyTest {
    private static final String ENFORCE =
            "version: STSv1\r\nmode: enforce\r\nmx: mx.a.example\r\nmax_age: 3600\r\n";

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
    private final InstantSource time = now::get;
    private final Clock clock = time.withZone(ZoneOffset.UTC);
    private final Zone zone = new Zone();
    private final List<String> fetched = new ArrayList<>();
    private String text = ENFORCE;
    private final StsPolicies policies = new StsPolicies(zone, new StsMemory(), this::fetch, clock);

    private String fetch(String domain) throws IOException {
        fetched.add(domain);
        if (text.isEmpty()) {
            throw new IOException("no answer");
        }
        return text;
    }

    /** RFC 8461 §4.1. */
    @ParameterizedTest
    @CsvSource({
        "mx.a.example, mx.a.example, true",
        "mx.a.example, MX.A.example, false",
        "*.a.example, mx.a.example, true",
        "*.a.example, a.example, false",
        "*.a.example, x.mx.a.example, false",
        "*.example, a.example, true",
        "mx.a.example, mx.b.example, false",
        "*, a, false"
    })
    void patternsCoverHosts(String pattern, String host, boolean covers) {
        var policy = new StsPolicy(StsPolicy.Mode.ENFORCE, 1, List.of(pattern));

        assertThat(policy.covers(host)).isEqualTo(covers);
    }

    @Test
    void aPolicyIsRead() {
        var policy =
                StsPolicy.parse(
                        """
                        version: STSv1
                        mode: testing
                        mode: enforce
                        mx: *.A.example
                        new: thing
                        mx: b.example
                        max_age: 9999999999
                        """);

        assertThat(policy)
                .isEqualTo(
                        new StsPolicy(
                                StsPolicy.Mode.TESTING,
                                31_557_600,
                                List.of("*.a.example", "b.example")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "version: STSv2\nmode: none\nmax_age: 1\n",
                "version: STSv1\nmode: enforce\nmax_age: 1\n",
                "version: STSv1\nmode: some\nmx: a\nmax_age: 1\n",
                "version: STSv1\nmode: none\n",
                "version: STSv1\nmode: none\nmax_age: -1\n"
            })
    void whatIsNoPolicyIsNone(String text) {
        assertThatThrownBy(() -> StsPolicy.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDomainWithoutRecordIsNotAsked() {
        zone.txt("_mta-sts.b.example", "v=STSv1; id=1").txt("_mta-sts.b.example", "v=STSv1; id=2");
        zone.txt("_mta-sts.c.example", "v=STSv1; id=not-allowed");

        assertThat(policies.of("a.example")).isEmpty();
        assertThat(policies.of("b.example")).isEmpty();
        assertThat(policies.of("c.example")).isEmpty();
        assertThat(fetched).isEmpty();
    }

    @Test
    void aPolicyIsKeptUntilItsRecordChanges() {
        zone.txt("_mta-sts.a.example", "v=STSv1; id=1;");
        assertThat(policies.of("a.example")).isPresent();
        assertThat(policies.of("a.example")).isPresent();
        assertThat(fetched).hasSize(1);

        text = ENFORCE.replace("enforce", "testing");
        zone.remove("_mta-sts.a.example").txt("_mta-sts.a.example", "v=STSv1; id=2;");
        assertThat(mode()).contains(StsPolicy.Mode.TESTING);
        assertThat(fetched).hasSize(2);
    }

    /** §5.1: who hides the record or the policy does not get rid of it. */
    @Test
    void aPolicyOutlivesWhoHidesIt() {
        zone.txt("_mta-sts.a.example", "v=STSv1; id=1;");
        assertThat(policies.of("a.example")).isPresent();

        zone.remove("_mta-sts.a.example");
        assertThat(policies.of("a.example")).isPresent();
        zone.fails("_mta-sts.a.example");
        assertThat(policies.of("a.example")).isPresent();
        text = "";
        zone.answers("_mta-sts.a.example").txt("_mta-sts.a.example", "v=STSv1; id=2;");
        assertThat(policies.of("a.example")).isPresent();

        now.updateAndGet(then -> then.plus(Duration.ofHours(1)));
        assertThat(policies.of("a.example")).isEmpty();
    }

    @Test
    void aPolicyIsFetchedAnewLongBeforeItEnds() {
        text = ENFORCE.replace("3600", "604800");
        zone.txt("_mta-sts.a.example", "v=STSv1; id=1;");
        assertThat(policies.of("a.example")).isPresent();

        now.updateAndGet(then -> then.plus(Duration.ofHours(25)));
        text = "";
        assertThat(policies.of("a.example")).isPresent();
        assertThat(fetched).hasSize(2);
    }

    @Test
    void whatCouldNotBeFetchedIsNotAskedForAtOnce() {
        text = "";
        zone.txt("_mta-sts.a.example", "v=STSv1; id=1;");
        assertThat(policies.of("a.example")).isEmpty();
        assertThat(policies.of("a.example")).isEmpty();
        assertThat(fetched).hasSize(1);

        text = ENFORCE;
        now.updateAndGet(then -> then.plus(Duration.ofMinutes(6)));
        assertThat(policies.of("a.example")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "200, text/plain, 100, true",
        "200, text/plain; charset=utf-8, 100, true",
        "200, text/html, 100, false",
        "404, text/plain, 100, false",
        "302, text/plain, 100, false",
        "200, text/plain, 70000, false"
    })
    void policiesComeOverHttps(
            int status, String type, int octets, boolean taken, @TempDir Path folder)
            throws IOException {
        var authority = new TestAuthority();
        var trust = new TrustChoice(authority.write(folder.resolve("authority.pem")));
        zone.address("mta-sts.a.example", "127.0.0.1");
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = HttpsServer.create(loopback, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(authority.issue("localhost").context()));
        server.createContext(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().add("Content-Type", type);
                    exchange.getResponseHeaders().add("Location", "/elsewhere");
                    byte[] body = "x".repeat(octets).getBytes(StandardCharsets.US_ASCII);
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        try {
            var place = URI.create("https://localhost:" + server.getAddress().getPort() + "/p");
            var fetch = new StsFetch(trust.authorities(), zone, new Reach(true), _ -> place);
            if (taken) {
                assertThat(fetch.fetch("a.example")).hasSize(octets);
            } else {
                assertThatThrownBy(() -> fetch.fetch("a.example")).isInstanceOf(IOException.class);
            }
            var nowhere = new StsFetch(trust.authorities(), zone, new Reach(false), _ -> place);
            assertThatThrownBy(() -> nowhere.fetch("a.example")).hasMessageContaining("public");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void theWellKnownPlaceIsTheOneOfTheStandard() {
        assertThat(StsFetch.wellKnown("mta-sts.a.example"))
                .hasToString("https://mta-sts.a.example/.well-known/mta-sts.txt");
    }

    private Optional<StsPolicy.Mode> mode() {
        return policies.of("a.example").map(StsPolicy::mode);
    }
}

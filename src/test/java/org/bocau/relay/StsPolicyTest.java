package org.bocau.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
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
import org.bocau.testing.ScriptedServer;
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
                "version: STSv1\nmode: enforce\nmx: a\0\nmax_age: 1\n",
                "version: STSv1\nmode: enforce\nmx: a b\nmax_age: 1\n",
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

    /** §3.1: what does not begin so is no record of ours to count. */
    @Test
    void recordsOfLaterVersionsAreNoneOfOurs() {
        zone.txt("_mta-sts.a.example", "v=STSv10; id=2").txt("_mta-sts.a.example", "v=STSv1; id=1");

        assertThat(policies.of("a.example")).isPresent();
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

    @Test
    void theWellKnownPlaceIsTheOneOfTheStandard() {
        assertThat(StsFetch.wellKnown("mta-sts.a.example"))
                .hasToString("https://mta-sts.a.example/.well-known/mta-sts.txt");
    }

    @ParameterizedTest
    @CsvSource({
        "200, text/plain, true",
        "200, text/html, false",
        "404, text/plain, false",
        "302, text/plain, false"
    })
    void aPolicyIsPlainText(int status, String type, boolean taken, @TempDir Path folder)
            throws IOException {
        var authority = new TestAuthority();
        var trust = new TrustChoice(authority.write(folder.resolve("authority.pem")));
        var tls = authority.issue("mta-sts.a.example").context();
        zone.address("mta-sts.a.example", "127.0.0.1");
        var script =
                List.of(
                        "* tls",
                        "> GET /p HTTP/1.1",
                        "< HTTP/1.1 " + status + " so",
                        "< Content-Type: " + type + "; charset=utf-8",
                        "< Content-Length: 1",
                        "< ",
                        "< x");
        try (var server = ScriptedServer.start("127.0.0.1", 0, tls, List.of(script))) {
            var https = new Https(trust.authorities(), zone, new Reach(true));
            var fetch =
                    new StsFetch(
                            https, h -> URI.create("https://" + h + ":" + server.port() + "/p"));
            if (taken) {
                assertThat(fetch.fetch("a.example")).isEqualTo("x");
            } else {
                assertThatThrownBy(() -> fetch.fetch("a.example")).isInstanceOf(IOException.class);
            }
        }
    }

    private Optional<StsPolicy.Mode> mode() {
        return policies.of("a.example").map(StsPolicy::mode);
    }
}

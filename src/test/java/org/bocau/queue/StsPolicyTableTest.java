package org.bocau.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.bocau.relay.StsCache;
import org.bocau.relay.StsPolicy;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** MTA-STS policies outlive the process. */
@IntegrationTest
class StsPolicyTableTest {
    private final StsCache table;
    private final Instant now;

    StsPolicyTableTest(TestServer server) {
        this.table = server.bean(StsCache.class);
        this.now = server.bean(Clock.class).instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Test
    void theLastPolicyOfADomainIsKept() {
        var first = kept("1", StsPolicy.Mode.ENFORCE, List.of("*.a.example", "b.example"));
        var second = kept("2", StsPolicy.Mode.NONE, List.of());

        assertThat(table.find("sts.example")).isEmpty();
        table.keep("sts.example", first);
        assertThat(table.find("sts.example")).contains(first);
        table.keep("sts.example", second);
        assertThat(table.find("sts.example")).contains(second);
    }

    @Test
    void whatHasExpiredIsForgotten() {
        var policy = new StsPolicy(StsPolicy.Mode.TESTING, 1, List.of("a.example"));
        table.keep("old.example", new StsCache.Kept("1", policy, now.minusSeconds(9)));
        table.keep("new.example", kept("1", StsPolicy.Mode.TESTING, List.of("a.example")));

        assertThat(table.find("old.example")).isEmpty();
    }

    private StsCache.Kept kept(String id, StsPolicy.Mode mode, List<String> mx) {
        return new StsCache.Kept(id, new StsPolicy(mode, 60, mx), now.plus(Duration.ofDays(1)));
    }
}

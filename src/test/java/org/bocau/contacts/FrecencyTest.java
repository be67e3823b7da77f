package org.bocau.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FrecencyTest {
    private static final Instant THEN = Instant.parse("2026-11-01T08:00:00Z");

    @Test
    void halfAsMuchEveryThirtyDays() {
        double month = Frecency.at(THEN.plus(Duration.ofDays(30))) - Frecency.at(THEN);
        assertThat(month).isEqualTo(1.0);
    }
}

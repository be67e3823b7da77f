package org.bocau.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class Pop3PropertiesTest {
    /** RFC 1939 §3, P08. */
    @Test
    void nobodyIsSentAwayBeforeTenMinutes() {
        assertThat(idle(Duration.ofMinutes(10)).idleTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThatThrownBy(() -> idle(Duration.ofSeconds(599)))
                .hasMessage("bocau.pop3.idle-timeout must be at least 10m");
    }

    private static Pop3Properties idle(Duration time) {
        return new Pop3Properties(2110, 2995, Duration.ofMinutes(1), time, 10);
    }
}

package org.bocau.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a claim need not look at, and when it does again. */
class ClaimFloorTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final Instant LOW = NOW.minusSeconds(60);

    private final ClaimFloor floor = new ClaimFloor();

    @Test
    void whatWasBusyAndStillIsNeedsNoLook() {
        assertThat(floor.at(List.of("slow.example"), NOW)).isEqualTo(Instant.EPOCH);
        floor.foundFrom(NOW);
        assertThat(floor.at(List.of("slow.example"), NOW.plusSeconds(1))).isEqualTo(LOW);
        assertThat(floor.at(List.of("slow.example", "other.example"), NOW.plusSeconds(2)))
                .isEqualTo(LOW);
    }

    @Test
    void whoIsNoLongerBusyIsLookedFor() {
        floor.at(List.of("slow.example"), NOW);
        floor.foundFrom(NOW);
        floor.at(List.of("slow.example", "other.example"), NOW);
        floor.foundFrom(NOW);
        assertThat(floor.at(List.of("slow.example"), NOW)).isEqualTo(Instant.EPOCH);
    }

    @Test
    void nowAndThenAllIsLookedAt() {
        floor.at(List.of(), NOW);
        floor.foundFrom(NOW);
        assertThat(floor.at(List.of(), NOW.plusSeconds(30))).isEqualTo(LOW);
        assertThat(floor.at(List.of(), NOW.plusSeconds(31))).isEqualTo(Instant.EPOCH);
    }
}

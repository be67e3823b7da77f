package org.bocau.triage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.LongStream;
import org.bocau.account.AccountId;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

@IntegrationTest
class SnoozesTest {
    private static final long VALIDITY = 7;

    private final AccountId an;
    private final Snoozes snoozes;
    private final Instant later;

    SnoozesTest(TestServer server) {
        this.an = server.account("an").id();
        this.snoozes = server.bean(Snoozes.class);
        this.later =
                server.bean(Clock.class)
                        .instant()
                        .plus(Duration.ofDays(9))
                        .truncatedTo(ChronoUnit.SECONDS);
    }

    private void put(long from, long to, long inboxNext, Instant wake) {
        var all =
                LongStream.rangeClosed(from, to)
                        .mapToObj(uid -> new Snoozes.Sleeper(uid, "T" + uid))
                        .toList();
        snoozes.put(an, VALIDITY, inboxNext, all, wake);
    }

    @Test
    void aFullTableIsSaidSo() {
        put(1, Snoozes.MOST - 1, 100, later);
        snoozes.requireRoom(an, 1);
        assertThatThrownBy(() -> snoozes.requireRoom(an, 2))
                .isInstanceOf(SnoozesFullException.class);
        put(Snoozes.MOST, Snoozes.MOST, 100, later);
        assertThatThrownBy(() -> snoozes.requireRoom(an, 1))
                .isInstanceOf(SnoozesFullException.class);
        snoozes.requireRoom(an, 0);

        var sooner = later.minus(Duration.ofDays(1)); // what is there can have another time
        put(3, 3, 100, sooner);
        assertThat(snoozes.times(an)).hasSize(Snoozes.MOST).containsEntry(3L, sooner);
        snoozes.forget(an, VALIDITY, List.of(3L));
        snoozes.requireRoom(an, 1);
    }

    /** A reply that came before the second time was chosen wakes nothing. */
    @Test
    void anotherTimeBeginsToWaitAnew() {
        put(1, 1, 100, later);
        put(1, 1, 140, later.plusSeconds(60));
        assertThat(snoozes.waiting(an)).containsExactly(new Snoozes.Waiting("T1", 140));
    }
}

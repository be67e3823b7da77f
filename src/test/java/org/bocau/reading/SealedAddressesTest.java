package org.bocau.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SealedAddressesTest {
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-23T08:00:00Z"));
    private final InstantSource source = now::get;
    private final SealedAddresses seals = new SealedAddresses(source.withZone(ZoneOffset.UTC));

    private void later(Duration time) {
        now.updateAndGet(then -> then.plus(time));
    }

    @Test
    void whatIsFetchedAtOnceIsNotGoodForHours() {
        var picture = seals.seal("part", "a picture");
        var file = seals.seal("pdf", "a file", Duration.ofMinutes(5));
        later(Duration.ofMinutes(4));
        assertThat(seals.open("pdf", file)).isEqualTo("a file");
        assertThat(seals.open("part", file)).as("of another kind").isNull();
        later(Duration.ofMinutes(2));
        assertThat(seals.open("pdf", file)).isNull();
        assertThat(seals.open("part", picture)).isEqualTo("a picture");
        later(SealedAddresses.LIFETIME);
        assertThat(seals.open("part", picture)).isNull();
    }
}

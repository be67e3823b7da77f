package org.bocau.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The machine's clock, put forward by the test. */
final class ShiftedClock extends Clock {
    private final Clock machine = Clock.systemUTC();
    private volatile Duration shift = Duration.ZERO;

    void pass(Duration time) {
        shift = shift.plus(time);
    }

    @Override
    public Instant instant() {
        return machine.instant().plus(shift);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

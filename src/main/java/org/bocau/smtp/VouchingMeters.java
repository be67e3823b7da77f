package org.bocau.smtp;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.bocau.mailauth.Verdict;

/** What the examination of strangers' mail came to, and how long it took; never whose mail. */
final class VouchingMeters {
    private final MeterRegistry meters;

    VouchingMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    Timer.Sample begin() {
        return Timer.start(meters);
    }

    void examined(Timer.Sample since, Verdict verdict) {
        since.stop(meters.timer("bocau.mailauth.checks"));
        count("dmarc", verdict.dmarc().result());
        count("spf", verdict.spf().result());
        verdict.dkim().forEach(one -> count("dkim", one.result()));
        count("arc", verdict.arc().result());
    }

    /**
     * @param result as Authentication-Results spells it
     */
    private void count(String method, Object result) {
        meters.counter("bocau.mailauth.results", "method", method, "result", result.toString())
                .increment();
    }
}

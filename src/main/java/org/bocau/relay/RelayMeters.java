package org.bocau.relay;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;

/** What is measured of the way out; never by domain or address. */
final class RelayMeters {
    private final MeterRegistry meters;

    RelayMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** How an attempt to connect ended. */
    enum Connecting {
        /** Ready for MAIL. */
        READY,
        /** Nobody answers there, or the line broke. */
        UNREACHABLE,
        /** The host will not have us. */
        REFUSED,
        /** TLS failed, or was required and not there. */
        TLS,
        /** A policy keeps us from even trying. */
        POLICY
    }

    /** What protects a connection. */
    enum Protection {
        NONE,
        /** TLS with any certificate. */
        OPPORTUNISTIC,
        /** A certificate for the host's name. */
        VERIFIED,
        DANE
    }

    void connected(Connecting result, Protection tls, long nanos) {
        meters.timer("bocau.relay.connections", "result", word(result), "tls", word(tls))
                .record(Duration.ofNanos(nanos));
    }

    /**
     * One message to one host.
     *
     * @param reused over a connection that had carried another one
     */
    void attempted(Collection<Verdict> verdicts, boolean reused, long nanos) {
        meters.timer(
                        "bocau.relay.attempts",
                        "result",
                        result(verdicts),
                        "connection",
                        reused ? "reused" : "new")
                .record(Duration.ofNanos(nanos));
    }

    /** The best that any recipient got. */
    private static String result(Collection<Verdict> verdicts) {
        var best = "rejected";
        for (var verdict : verdicts) {
            switch (verdict.outcome()) {
                case Outcome.Delivered _ -> {
                    return "delivered";
                }
                case Outcome.Deferred _ -> best = "deferred";
                case Outcome.Rejected _ -> {}
            }
        }
        return best;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

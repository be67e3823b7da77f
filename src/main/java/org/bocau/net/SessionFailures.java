package org.bocau.net;

import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Where every session loop reports the fourth kind of failure: neither a refusal, nor the store,
 * nor the peer, but our own bug. Logs it with the connection's id and counts it as {@code
 * bocau.session.bugs}, tagged by service; a test run fails if the count moved.
 */
@Component
public final class SessionFailures {
    private static final Logger log = LoggerFactory.getLogger(SessionFailures.class);
    static final String METER = "bocau.session.bugs";

    private final MeterRegistry meters;

    public SessionFailures(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Records a bug. The session then says {@code 421} or {@code * BYE} and closes. */
    public void bug(Connection connection, Throwable bug) {
        var service = connection.service().name();
        meters.counter(METER, "service", service).increment();
        log.error("{}: {} session failed", connection.id(), service, bug);
    }

    /** How many bugs all sessions have reported since the start. */
    public long count() {
        return (long) meters.find(METER).counters().stream().mapToDouble(c -> c.count()).sum();
    }
}

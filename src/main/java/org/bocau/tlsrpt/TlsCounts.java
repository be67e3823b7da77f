package org.bocau.tlsrpt;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.bocau.relay.TlsResult;
import org.bocau.relay.TlsResults;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Counts sessions in memory, by UTC day, and adds them to the database every minute and at the end.
 * A crash loses a minute of numbers, never mail. Safe for many threads.
 */
@Component
class TlsCounts implements TlsResults {
    private static final Logger log = LoggerFactory.getLogger(TlsCounts.class);

    /** Different results between two writes; more are not counted. */
    static final int MOST = 5_000;

    private final TlsResultTable table;
    private final TlsReportProperties properties;
    private final MeterRegistry meters;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private Map<Day, Long> counts = new HashMap<>();

    /** A result, on a day. */
    record Day(LocalDate date, TlsResult result) {}

    TlsCounts(
            TlsResultTable table,
            TlsReportProperties properties,
            MeterRegistry meters,
            Clock clock) {
        this.table = table;
        this.properties = properties;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public void count(TlsResult result) {
        if (!properties.send()) {
            return;
        }
        var day = new Day(TlsReporting.day(clock.instant()), result);
        lock.lock();
        try {
            if (counts.size() < MOST || counts.containsKey(day)) {
                counts.merge(day, 1L, Long::sum);
            } else {
                meters.counter("bocau.tlsrpt.dropped").increment();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Writes what was counted since the last time; if the database is away, with the next time. */
    @Scheduled(fixedDelayString = "1m", initialDelayString = "1m")
    @PreDestroy
    void write() {
        var counted = take();
        try {
            table.add(counted);
        } catch (DataAccessException | TransactionException down) {
            log.warn("TLS results put off: {}", down.getMessage());
            giveBack(counted);
        }
    }

    private Map<Day, Long> take() {
        lock.lock();
        try {
            var counted = counts;
            counts = new HashMap<>();
            return counted;
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(Map<Day, Long> counted) {
        lock.lock();
        try {
            counted.forEach((day, sessions) -> counts.merge(day, sessions, Long::sum));
        } finally {
            lock.unlock();
        }
    }
}

package org.bocau.tlsrpt;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bocau.net.Dns;
import org.bocau.net.HostName;
import org.bocau.relay.Https;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends the reports of yesterday to the domains that want them. Any number of nodes may do this on
 * one database; no transaction is open while a server is spoken to.
 */
@Component
class TlsReporting {
    private static final Logger log = LoggerFactory.getLogger(TlsReporting.class);

    /** Reports of one run; the others have the next. */
    private static final int MOST = 500;

    /** RFC 8460 §5.5: tried again, for a day. */
    private static final Duration AGAIN = Duration.ofHours(1);

    private static final int MOST_ATTEMPTS = 24;
    private static final String TYPE = "application/tlsrpt+gzip";

    private final TlsResultTable table;
    private final TlsReportProperties properties;
    private final ReportMail mail;
    private final Https https;
    private final Dns dns;
    private final String host;
    private final TransactionTemplate transaction;
    private final MeterRegistry meters;
    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();

    TlsReporting(
            TlsResultTable table,
            TlsReportProperties properties,
            ReportMail mail,
            Https https,
            Dns dns,
            HostName host,
            PlatformTransactionManager transactions,
            MeterRegistry meters,
            Clock clock) {
        this.table = table;
        this.properties = properties;
        this.mail = mail;
        this.https = https;
        this.dns = dns;
        this.host = host.value();
        this.transaction = new TransactionTemplate(transactions);
        this.meters = meters;
        this.clock = clock;
    }

    /** RFC 8460 §4.1: days are those of UTC. */
    static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    @Scheduled(fixedRateString = "10m", initialDelayString = "5m")
    void run() {
        if (!properties.send() || !running.compareAndSet(false, true)) {
            return; // or the last run is not over
        }
        try {
            var now = clock.instant();
            table.forget(day(now.minus(properties.kept())));
            table.announce(day(now), properties.spread());
            for (int n = 0; n < MOST; n++) {
                var due = table.claim(clock.instant(), AGAIN);
                if (due.isEmpty()) {
                    return;
                }
                report(due.get());
            }
        } catch (DataAccessException | TransactionException down) {
            log.warn("TLS reports put off: {}", down.getMessage());
        } finally {
            running.set(false);
        }
    }

    private void report(TlsResultTable.Due due) {
        var answer = dns.txt("_smtp._tls." + due.domain());
        if (answer.failed()) {
            later(due, "the DNS does not answer");
            return;
        }
        var record = ReportRecord.of(answer.records());
        if (record.isEmpty()) {
            end(due, TlsReportRow.State.UNWANTED);
            return;
        }
        var report = new TlsReport(host, due.day(), due.domain(), table.of(due));
        try {
            boolean posted = false;
            for (var place : record.get().web()) {
                posted |= post(report, place);
            }
            if (!mailed(due, report, record.get(), posted)) {
                later(due, "nobody takes it");
            }
        } catch (UncheckedIOException unwritable) {
            later(due, String.valueOf(unwritable.getMessage()));
        }
    }

    private boolean post(TlsReport report, URI place) {
        try {
            int status = https.post(place, TYPE, report.compressed()).status();
            log.info("TLS report {} to {}: {}", report.id(), place, status);
            return status / 100 == 2;
        } catch (IOException failed) {
            log.info("TLS report {} to {}: {}", report.id(), place, failed.getMessage());
            return false;
        }
    }

    /** Queued and ended at once, so that it is sent once. True when it is ended. */
    private boolean mailed(
            TlsResultTable.Due due, TlsReport report, ReportRecord record, boolean posted) {
        boolean queued =
                Boolean.TRUE.equals(
                        transaction.execute(_ -> {
                            boolean taken = !record.mail().isEmpty() && queue(report, record);
                            if (taken || posted) {
                                table.end(due, TlsReportRow.State.SENT);
                            }
                            return taken || posted;
                        }));
        if (queued) {
            counted(TlsReportRow.State.SENT);
        }
        return queued;
    }

    private boolean queue(TlsReport report, ReportRecord record) {
        try {
            boolean queued = mail.queue(report, record.mail());
            log.info(
                    "TLS report {} to {}: {}",
                    report.id(),
                    record.mail(),
                    queued ? "queued" : "no DKIM key to sign it with");
            return queued;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private void later(TlsResultTable.Due due, String reason) {
        if (due.attempts() >= MOST_ATTEMPTS) {
            log.info("TLS report on {} of {} given up: {}", due.domain(), due.day(), reason);
            end(due, TlsReportRow.State.FAILED);
        }
    }

    private void end(TlsResultTable.Due due, TlsReportRow.State state) {
        table.end(due, state);
        counted(state);
    }

    private void counted(TlsReportRow.State state) {
        var word = state.name().toLowerCase(Locale.ROOT);
        meters.counter("bocau.tlsrpt.reports", "result", word).increment();
    }
}

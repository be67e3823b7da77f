package org.bocau.delivery;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.bocau.queue.BounceSink;
import org.bocau.queue.DeliveryReport;
import org.bocau.queue.DeliveryReports;
import org.bocau.queue.Notice;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Word to the sender that a message has reached mailboxes here, where NOTIFY=SUCCESS asked for it.
 * RFC 3461 §5.2.3. Users only: a stranger's reverse-path is anybody's.
 */
@Component
class SuccessNotices {
    private static final String STATUS = "2.1.5"; // RFC 3463 §3.2: destination address valid

    private final DeliveryReports reports;
    private final BounceSink sink;
    private final Clock clock;

    SuccessNotices(DeliveryReports reports, BounceSink sink, Clock clock) {
        this.reports = reports;
        this.sink = sink;
        this.clock = clock;
    }

    /**
     * Composes the notice, before any transaction.
     *
     * @param delivered whoever gets the message here, and asked to be told or not
     * @return null when nobody is to be told; else to be closed by the caller
     * @throws IOException the message cannot be read
     */
    @Nullable Notice compose(Inbound message, List<Recipient> delivered) throws IOException {
        var to = message.reversePath();
        var told = delivered.stream().filter(r -> r.notices().success()).toList();
        if (to == null || told.isEmpty()) {
            return null;
        }
        var now = clock.instant();
        var octets = message.octets();
        var report =
                new DeliveryReport(
                        to,
                        message.requests().envid(),
                        message.requests().ret(),
                        message.smtpUtf8(),
                        message.requests().requireTls(),
                        now,
                        octets.size() - message.localOctets(),
                        told.stream()
                                .map(r ->
                                        new DeliveryReport.Recipient(
                                                r.address(),
                                                r.orcpt(),
                                                DeliveryReport.Action.DELIVERED,
                                                STATUS,
                                                "",
                                                "250 " + STATUS + " Delivered",
                                                now,
                                                null))
                                .toList());
        return reports.compose(report, () -> octets.open(message.localOctets(), octets.size()));
    }

    /**
     * Files or queues the notice within the caller's transaction.
     *
     * @throws org.bocau.queue.NoticeRefusal nobody takes it
     */
    void take(Notice notice, String trace) throws IOException {
        sink.take(notice, trace);
    }
}

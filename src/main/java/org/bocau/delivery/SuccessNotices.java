package org.bocau.delivery;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.bocau.mailauth.SpfResult;
import org.bocau.queue.BounceSink;
import org.bocau.queue.DeliveryReport;
import org.bocau.queue.DeliveryReports;
import org.bocau.queue.Notice;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Word to the sender that a message has reached mailboxes here, where NOTIFY=SUCCESS asked for it.
 * RFC 3461 §5.2.3. Users, and strangers whose reverse-path SPF has proved: any other is anybody's.
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

    /** Whether an answer goes to who sent the message, and not to somebody who was named. */
    static boolean mayBeTold(Inbound message) {
        var verdict = message.verdict();
        return message.origin() instanceof Origin.User
                || (verdict != null
                        && verdict.spf().identity() == SpfResult.Identity.MAIL_FROM
                        && verdict.spf().result() == SpfResult.Result.PASS);
    }

    /**
     * Composes the notice, before any transaction.
     *
     * @param arrivals whoever gets the message here, and asked to be told or not
     * @return null when nobody is to be told; else to be closed by the caller
     * @throws IOException the message cannot be read
     */
    @Nullable Notice compose(Inbound message, List<Plan.Arrival> arrivals) throws IOException {
        var to = message.reversePath();
        var told = arrivals.stream().filter(one -> one.recipient().notices().success()).toList();
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
                        told.stream().map(one -> told(one, now)).toList());
        return reports.compose(report, () -> octets.open(message.localOctets(), octets.size()));
    }

    private static DeliveryReport.Recipient told(Plan.Arrival one, Instant now) {
        return new DeliveryReport.Recipient(
                one.recipient().address(),
                one.recipient().orcpt(),
                one.expanded() ? DeliveryReport.Action.EXPANDED : DeliveryReport.Action.DELIVERED,
                STATUS,
                "",
                "250 " + STATUS + (one.expanded() ? " Delivered to several" : " Delivered"),
                now,
                null);
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

package org.bocau.delivery;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;
import org.bocau.mailauth.SpfResult;
import org.bocau.message.Notify;
import org.bocau.queue.BounceSink;
import org.bocau.queue.DeliveryReport;
import org.bocau.queue.DeliveryReports;
import org.bocau.queue.Notice;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Word to the sender of what a message has met here: that it has reached mailboxes, where
 * NOTIFY=SUCCESS asked for it (RFC 3461 §5.2.3), and who refuses it (RFC 5429 §2.1). Users, and
 * strangers whose reverse-path SPF has proved: any other is anybody's.
 */
@Component
class ArrivalReports {
    private static final String STATUS = "2.1.5"; // RFC 3463 §3.2: destination address valid
    private static final String REFUSED = "5.7.1"; // RFC 3463 §3.8: not authorized, message refused

    private final DeliveryReports reports;
    private final BounceSink sink;
    private final Clock clock;

    ArrivalReports(DeliveryReports reports, BounceSink sink, Clock clock) {
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
     * @param plan whoever gets the message here, asked to be told or not, and who refuses it
     * @return null when nobody is to be told; else to be closed by the caller
     * @throws IOException the message cannot be read
     */
    @Nullable Notice compose(Inbound message, Plan plan) throws IOException {
        var to = message.reversePath();
        var now = clock.instant();
        var told =
                Stream.concat(
                                plan.refused().stream()
                                        .filter(one -> notices(one, message).failure())
                                        .map(one -> refused(one, now)),
                                plan.arrivals().stream()
                                        .filter(one -> one.recipient().notices().success())
                                        .filter(one -> !plan.refuses(one.recipient()))
                                        .map(one -> told(one, now)))
                        .toList();
        if (to == null || told.isEmpty()) {
            return null;
        }
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
                        told);
        return reports.compose(report, () -> octets.open(message.localOctets(), octets.size()));
    }

    /** What was asked for the address itself; one that was reached otherwise is as by default. */
    private static Notify notices(Plan.Refused one, Inbound message) {
        return message.recipients().stream()
                .filter(to -> to.address().canonical().equals(one.address().canonical()))
                .map(Recipient::notices)
                .findFirst()
                .orElse(Notify.DEFAULT);
    }

    private static DeliveryReport.Recipient refused(Plan.Refused one, Instant now) {
        return new DeliveryReport.Recipient(
                one.address(),
                null,
                DeliveryReport.Action.FAILED,
                REFUSED,
                "",
                "550 " + REFUSED + " " + one.reason(),
                now,
                null);
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

package org.bocau.delivery;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;
import org.bocau.mailauth.SpfResult;
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
                                        .flatMap(one -> refused(one, plan, now))
                                        .distinct(),
                                plan.arrivals().stream()
                                        .filter(one -> one.recipient().notices().success())
                                        .filter(one ->
                                                one.expanded() || !plan.refuses(one.recipient()))
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

    /**
     * Of whom the sender has named; what that leads to is not told (RFC 3464 §2.3.2: the address as
     * it was when the message was accepted).
     */
    private static Stream<DeliveryReport.Recipient> refused(
            Plan.Refused one, Plan plan, Instant now) {
        return one.copy().leads().stream()
                .filter(lead -> lead.notices().failure())
                .map(lead -> refused(lead, plan.expands(lead), one.reason(), now));
    }

    private static DeliveryReport.Recipient refused(
            Recipient named, boolean oneOfSeveral, String reason, Instant now) {
        return new DeliveryReport.Recipient(
                named.address(),
                named.orcpt(),
                DeliveryReport.Action.FAILED,
                REFUSED,
                "",
                "550 " + REFUSED + (oneOfSeveral ? " One of several here: " : " ") + reason,
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

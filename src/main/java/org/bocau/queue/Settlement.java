package org.bocau.queue;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.bocau.message.EmailAddress;
import org.bocau.relay.Attempt;
import org.bocau.relay.Hop;
import org.bocau.relay.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Writes down what became of an attempt. Rows that end and the report that tells of it are one
 * transaction; the report is composed before, since reading the message takes its time.
 */
@Component
class Settlement {
    private static final Logger log = LoggerFactory.getLogger(Settlement.class);

    /** RFC 3463 §2; a reply may begin with it (RFC 2034). */
    private static final Pattern STATUS = Pattern.compile("([245])\\.\\d{1,3}\\.\\d{1,3}(?=\\s|$)");

    private final ResultRows rows;
    private final DeliveredMessages delivered;
    private final DeliveryReports reports;
    private final QueuedChunks chunks;
    private final Duration expiry;
    private final Duration delayNotice;
    private final MeterRegistry meters;
    private final Clock clock;

    Settlement(
            ResultRows rows,
            DeliveredMessages delivered,
            DeliveryReports reports,
            QueuedChunks chunks,
            QueueProperties properties,
            MeterRegistry meters,
            Clock clock) {
        this.rows = rows;
        this.delivered = delivered;
        this.reports = reports;
        this.chunks = chunks;
        this.expiry = properties.expiry();
        this.delayNotice = properties.delayNotice();
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Returns when it is committed. What {@link #endFiled} has ended is only logged.
     *
     * @throws org.springframework.dao.DataAccessException nothing is known to be written; to be
     *     tried again, or the recipients come back at their time
     */
    void settle(Claimed work, Attempt attempt) {
        var now = clock.instant();
        var since = since(work.message());
        var expires = since.plus(expiry);
        var results =
                work.recipients().stream()
                        .map(to -> Result.of(to, attempt.of(to.address()), now, expires))
                        .toList();
        boolean late = !now.isBefore(since.plus(delayNotice));
        if (isPlain(work, results)) {
            delivered.remove(work.message().id());
        } else {
            settle(work, results, late, now);
        }
        results.forEach(result -> tell(work, result));
    }

    /**
     * Ends recipients whose mail is being filed here, in the transaction that files it.
     *
     * @throws OptimisticLockingFailureException some of them have ended: an administrator was
     *     quicker, or another node whose lease this is by now
     */
    void endFiled(Claimed work, List<EmailAddress> filed) {
        var now = clock.instant();
        var reply = new Reply(250, "2.1.5 Filed");
        var results =
                work.recipients().stream()
                        .filter(to -> filed.contains(to.address()))
                        .map(to -> new Result(to, Result.Fate.DELIVERED, reply, Hop.NONE))
                        .toList();
        if (!rows.end(work, results, now)) {
            throw new OptimisticLockingFailureException("ended since it was claimed");
        }
    }

    /**
     * Ends recipients that are not being attempted, as if they had been refused now.
     *
     * @return false when none of them is there any more
     */
    boolean end(Claimed work) {
        var now = clock.instant();
        var refused = new Reply(554, "5.0.0 Ended by the administrator");
        var results =
                work.recipients().stream()
                        .map(to -> new Result(to, Result.Fate.FAILED, refused, Hop.NONE))
                        .toList();
        boolean ended = settle(work, results, false, now);
        if (ended) {
            results.forEach(result -> tell(work, result));
        }
        return ended;
    }

    /** The days of trying begin when the sender let it go. */
    private static Instant since(QueueEnvelope message) {
        var until = message.holdUntil();
        return until == null ? message.queuedAt() : until;
    }

    /** As nearly all are: one recipient, delivered, nobody to be told. */
    private static boolean isPlain(Claimed work, List<Result> results) {
        var result = results.getFirst();
        return work.message().recipients() == 1
                && result.fate() == Result.Fate.DELIVERED
                && (work.reversePath() == null || !result.toBeTold(false));
    }

    /** False when nothing was left to settle. */
    private boolean settle(Claimed work, List<Result> results, boolean late, Instant now) {
        var told =
                work.reversePath() == null
                        ? List.<Result>of()
                        : results.stream().filter(r -> r.toBeTold(late)).toList();
        var left = write(work, results, told, now);
        if (left.size() < results.size() && !left.isEmpty()) {
            // An administrator ended some meanwhile, and whoever ends a row tells of it.
            var ours = results.stream().filter(r -> left.contains(r.to().number())).toList();
            return settle(work, ours, late, now);
        }
        return !left.isEmpty();
    }

    /** As {@link ResultRows#write}. */
    private Set<Integer> write(Claimed work, List<Result> results, List<Result> told, Instant now) {
        try (var notice = told.isEmpty() ? null : notice(work, told, now)) {
            return rows.write(work, results, told, notice, now);
        } catch (NoticeRefusal refused) {
            log.warn(
                    "queue {}: notice to <{}> dropped: {}",
                    work.message().id(),
                    work.reversePath(),
                    refused.getMessage());
            return rows.write(work, results, told, null, now);
        }
    }

    /** Without the message where that is gone, or the disk is full. */
    private Notice notice(Claimed work, List<Result> told, Instant now) {
        var report = report(work, told, now);
        try {
            return reports.compose(report, original(work));
        } catch (IOException e) {
            log.warn("queue {}: a bare notice: {}", work.message().id(), e.getMessage());
        }
        try {
            return reports.compose(report, InputStream::nullInputStream);
        } catch (IOException e) { // not settled: it comes back at its time
            throw new UncheckedIOException(e);
        }
    }

    private DeliveryReport.Original original(Claimed work) {
        var message = work.message();
        return () -> new QueuedOctets(chunks, message.id().value(), message.octets());
    }

    private DeliveryReport report(Claimed work, List<Result> told, Instant now) {
        var message = work.message();
        var to = Objects.requireNonNull(work.reversePath());
        var expires = since(message).plus(expiry);
        return new DeliveryReport(
                to,
                message.envid(),
                message.ret(),
                message.smtpUtf8(),
                message.requireTls(),
                message.queuedAt(),
                message.octets(),
                told.stream().map(result -> recipient(result, now, expires)).toList());
    }

    private static DeliveryReport.Recipient recipient(Result result, Instant now, Instant expires) {
        var action =
                switch (result.fate()) {
                    case DELIVERED ->
                            result.hop().host().isEmpty() // then it was filed here
                                    ? DeliveryReport.Action.DELIVERED
                                    : DeliveryReport.Action.RELAYED;
                    case DEFERRED -> DeliveryReport.Action.DELAYED;
                    case FAILED, EXPIRED -> DeliveryReport.Action.FAILED;
                };
        return new DeliveryReport.Recipient(
                result.to().address(),
                result.to().orcpt(),
                action,
                status(result),
                result.hop().host(),
                result.reply().toString(),
                now,
                action == DeliveryReport.Action.DELAYED ? expires : null);
    }

    /** What the host gave, if it fits its reply; else what is known. */
    private static String status(Result result) {
        if (result.fate() == Result.Fate.EXPIRED) {
            return "4.4.7"; // RFC 3463 §3.5: delivery time expired
        }
        int digit = result.reply().code() / 100;
        var given = STATUS.matcher(result.reply().text());
        return given.lookingAt() && given.group(1).equals(Integer.toString(digit))
                ? given.group()
                : digit + ".0.0";
    }

    private void tell(Claimed work, Result result) {
        var word = result.fate().name().toLowerCase(Locale.ROOT);
        meters.counter("bocau.queue.attempts", "outcome", word).increment();
        log.info(
                "queue {}: <{}> {} after {} by {}{}: {}",
                work.message().id(),
                result.to().address(),
                word,
                result.to().attempts(),
                result.hop().host().isEmpty() ? "nobody" : result.hop(),
                result.hop().secured() ? " over TLS" : "",
                result.reply());
        boolean bounce = result.fate().ends() && result.fate() != Result.Fate.DELIVERED;
        if (bounce && work.reversePath() == null) {
            log.warn("queue {}: double bounce dropped", work.message().id());
        }
    }
}

package org.bocau.queue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The durable outbound queue. What is enqueued is there until every recipient has been delivered or
 * returned; {@code src/docs/queue.md} has the table of states. Each method is one transaction or
 * joins the caller's.
 */
@Component
public class OutboundQueue {
    /** How many messages {@link #list} gives at most. */
    public static final int PAGE = 200;

    private static final String LIST =
            """
            select m.id, m.reverse_path, m.octets, m.queued_at,
                   (array_agg(r.address order by r.number))[1] as first_recipient,
                   count(*) as recipients,
                   array_agg(distinct %1$s) as states,
                   max(r.attempts) as attempts,
                   min(r.next_attempt_at) filter (where r.status = 'WAITING') as next_attempt_at
              from (select *
                      from queue_message m
                     where m.id < :before
                       and exists (
                           select 1
                             from queue_recipient r
                            where r.message_id = m.id
                              and position(:domain in r.domain) > 0
                              and (:state = '' or :state = %1$s))
                     order by m.id desc
                     limit :most) m
              join queue_recipient r on r.message_id = m.id
             group by m.id, m.reverse_path, m.octets, m.queued_at
             order by m.id desc
            """
                    .formatted(QueueDestinations.STATE);

    private final JdbcClient jdbc;
    private final QueuedMessages messages;
    private final QueuedRecipients recipients;
    private final QueuedChunks chunks;
    private final QueuedAttempts attempts;
    private final Enqueuing enqueuing;
    private final Doorbell doorbell;
    private final TransactionTemplate transaction;
    private final Clock clock;

    OutboundQueue(
            JdbcClient jdbc,
            QueuedMessages messages,
            QueuedRecipients recipients,
            QueuedChunks chunks,
            QueuedAttempts attempts,
            Enqueuing enqueuing,
            Doorbell doorbell,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.messages = messages;
        this.recipients = recipients;
        this.chunks = chunks;
        this.attempts = attempts;
        this.enqueuing = enqueuing;
        this.doorbell = doorbell;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * Queues a message for its recipients, due at once unless it is to be held. Wakes this node's
     * runner when the transaction has committed. Holds one chunk in memory at a time.
     *
     * @throws IOException the spool cannot be read; nothing is queued
     */
    public QueueId enqueue(Outbound message) throws IOException {
        try {
            return Objects.requireNonNull(transaction.execute(_ -> insert(message)));
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private QueueId insert(Outbound message) {
        try {
            var id = new QueueId(enqueuing.insert(message, clock.instant()));
            doorbell.ringAfterCommit();
            return id;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** As {@link #list(QueueFilter, QueueId)}, all of them. */
    public List<QueueEntry> list(@Nullable QueueId before) {
        return list(QueueFilter.ALL, before);
    }

    /**
     * Messages by age, newest first.
     *
     * @param before exclusive; null starts
     */
    public List<QueueEntry> list(QueueFilter filter, @Nullable QueueId before) {
        var state = filter.state();
        return jdbc.sql(LIST)
                .param("before", before == null ? Long.MAX_VALUE : before.value())
                .param("domain", filter.domain())
                .param("state", state == null ? "" : state.name())
                .param("now", Timestamp.from(clock.instant()))
                .param("most", PAGE)
                .query((row, _) -> entry(row))
                .list();
    }

    private static QueueEntry entry(ResultSet row) throws SQLException {
        var states = (String[]) row.getArray("states").getArray();
        var next = row.getTimestamp("next_attempt_at");
        return new QueueEntry(
                new QueueId(row.getLong("id")),
                row.getString("reverse_path"),
                row.getLong("octets"),
                row.getTimestamp("queued_at").toInstant(),
                row.getString("first_recipient"),
                row.getLong("recipients"),
                Arrays.stream(states)
                        .map(QueueFilter.State::valueOf)
                        .collect(Collectors.toUnmodifiableSet()),
                row.getInt("attempts"),
                next == null ? null : next.toInstant());
    }

    /** How many messages are in the queue. */
    public long size() {
        return jdbc.sql("select count(*) from queue_message").query(Long.class).single();
    }

    /** How many messages no attempt ever brought to an end. */
    public long quarantined() {
        return jdbc.sql(
                        "select count(distinct message_id) from queue_recipient where status = 'QUARANTINED'")
                .query(Long.class)
                .single();
    }

    /** When the oldest message was queued; empty when there is none. */
    public Optional<Instant> oldest() {
        return jdbc.sql("select queued_at from queue_message order by id limit 1")
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant);
    }

    /** What came of the attempts so far, newest first, at most {@link #PAGE}. */
    public List<QueueAttempt> attempts(QueueId message) {
        return attempts.findByKeyMessageIdOrderByAtDesc(message.value(), Limit.of(PAGE)).stream()
                .map(QueuedAttempt::view)
                .toList();
    }

    /** The recipients that are left, in the order they were given; none when it is not there. */
    public List<QueueRecipient> recipients(QueueId message) {
        return recipients.findByKeyMessageIdOrderByKeyNumber(message.value()).stream()
                .map(row -> row.view(message))
                .toList();
    }

    public Optional<QueueEnvelope> find(QueueId message) {
        return messages.findById(message.value()).map(row -> row.view(message));
    }

    /** The octets as they will be sent; empty when the message is not there. */
    public Optional<InputStream> open(QueueId message) {
        return find(message).map(m -> new QueuedOctets(chunks, message.value(), m.octets()));
    }
}

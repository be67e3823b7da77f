package org.bocau.queue;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What an administrator does to mail in the queue. Each is one transaction or joins the caller's,
 * touches the recipients that are in the state it starts from, and tells how many there were.
 */
@Component
public class QueueCommands {
    private final JdbcClient jdbc;
    private final Doorbell doorbell;
    private final TransactionTemplate transaction;
    private final Clock clock;

    QueueCommands(
            JdbcClient jdbc,
            Doorbell doorbell,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.doorbell = doorbell;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Keeps back who waits until {@link #release}. */
    public int hold(QueueScope scope) {
        return update(scope, "set status = 'HELD'", "r.status = 'WAITING'");
    }

    /**
     * Ends {@link #hold} and the quarantine: they are due at once, but not before the sender wanted
     * it.
     */
    public int release(QueueScope scope) {
        return update(
                scope,
                """
                set status = 'WAITING', unfinished = 0,
                    next_attempt_at = case when r.attempting then r.next_attempt_at
                                           else greatest(:now::timestamptz, m.hold_until) end
                """,
                "r.status in ('HELD', 'QUARANTINED')");
    }

    /**
     * Makes those that wait due at once, but for what is being attempted, and for what its sender
     * wants to be sent later. Their hosts are asked even if they have just been found down.
     */
    public int retryNow(QueueScope scope) {
        doorbell.beImpatient();
        return update(
                scope,
                "set next_attempt_at = :now",
                "r.status = 'WAITING' and not r.attempting and (m.hold_until is null or m.hold_until <= :now)");
    }

    private int update(QueueScope scope, String set, String from) {
        return changing(() ->
                jdbc.sql(
                                """
                                update queue_recipient r
                                   %s
                                  from queue_message m
                                 where m.id = r.message_id and %s and %s
                                """
                                        .formatted(set, from, condition(scope)))
                        .param("scope", value(scope))
                        .param("now", Timestamp.from(clock.instant()))
                        .update());
    }

    /** Removes recipients, and messages without any; nobody is told. */
    public int delete(QueueScope scope) {
        return changing(() -> {
            var messages =
                    jdbc.sql(
                                    """
                                    select m.id
                                      from queue_message m
                                     where exists (
                                           select 1 from queue_recipient r where r.message_id = m.id and %s)
                                     order by m.id
                                       for update
                                    """
                                            .formatted(condition(scope)))
                            .param("scope", value(scope))
                            .query((row, _) -> row.getLong(1))
                            .list();
            int deleted =
                    jdbc.sql(
                                    "delete from queue_recipient r where r.message_id = any (:messages::bigint[]) and "
                                            + condition(scope))
                            .param("messages", messages.toArray(Long[]::new))
                            .param("scope", value(scope))
                            .update();
            removeEmpty(messages);
            return deleted;
        });
    }

    private void removeEmpty(List<Long> messages) {
        jdbc.sql(
                        """
                        delete from queue_message m
                         where m.id = any (?::bigint[])
                           and not exists (select 1 from queue_recipient r where r.message_id = m.id)
                        """)
                .param(messages.toArray(Long[]::new))
                .update();
    }

    private int changing(Supplier<Integer> change) {
        return Objects.requireNonNull(
                transaction.execute(_ -> {
                    doorbell.ringAfterCommit();
                    return change.get();
                }));
    }

    private static String condition(QueueScope scope) {
        return switch (scope) {
            case QueueScope.OfMessage _ -> "r.message_id = :scope";
            case QueueScope.OfDomain _ -> "r.domain = :scope";
        };
    }

    private static Object value(QueueScope scope) {
        return switch (scope) {
            case QueueScope.OfMessage(var message) -> message.value();
            case QueueScope.OfDomain(var domain) -> domain;
        };
    }
}

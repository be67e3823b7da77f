package org.bocau.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The rows after an attempt: ended, or waiting again, and the history that a person may read. */
@Component
class ResultRows {
    /** Of each recipient, attempts that are remembered. */
    private static final int KEPT_ATTEMPTS = 20;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final BounceSink sink;

    ResultRows(JdbcClient jdbc, PlatformTransactionManager transactions, BounceSink sink) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        // A refused notice rolls it back, and must not roll the caller back.
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.sink = sink;
    }

    /**
     * Writes all of it and hands the notice over, in one transaction; or nothing, if some of the
     * recipients are not this attempt's any more.
     *
     * @param told whose delay, if it is one, the notice tells of
     * @return the numbers of the recipients that are this attempt's: if they are fewer than the
     *     results, nothing was written
     * @throws NoticeRefusal nobody takes the notice; nothing was written
     */
    Set<Integer> write(
            Claimed work,
            List<Result> results,
            List<Result> told,
            @Nullable Notice notice,
            Instant now) {
        return Objects.requireNonNull(
                transaction.execute(_ -> {
                    long message = work.message().id().value();
                    var ours = lock(message, results);
                    if (ours.size() == results.size()) {
                        end(message, results);
                        defer(message, results, told);
                        remember(message, results, now);
                        removeIfEmpty(message);
                        if (notice != null) {
                            handOver(notice, "queue " + work.message().id());
                        }
                    }
                    return ours;
                }));
    }

    /**
     * Ends recipients that were delivered, within the caller's transaction.
     *
     * @return false when some of them have ended before: nothing was written
     */
    boolean end(Claimed work, List<Result> results, Instant now) {
        long message = work.message().id().value();
        boolean all = lock(message, results).size() == results.size();
        if (all) {
            end(message, results);
            remember(message, results, now);
            removeIfEmpty(message);
        }
        return all;
    }

    /**
     * Two workers may end the last two recipients of a message at once; the lock on the message
     * lets the second see that it is the last. A recipient that was claimed again since, its lease
     * having run out, is ended only by a delivery.
     */
    private Set<Integer> lock(long message, List<Result> results) {
        var there =
                jdbc.sql("select id from queue_message where id = ? for update")
                        .param(message)
                        .query(Long.class)
                        .optional();
        if (there.isEmpty()) {
            return Set.of();
        }
        var rows =
                jdbc.sql(
                                """
                                select r.number
                                  from queue_recipient r
                                  join unnest(?::int[], ?::int[], ?::bool[]) g (number, attempts, delivered)
                                    on g.number = r.number and (g.delivered or g.attempts = r.attempts)
                                 where r.message_id = ?
                                 order by r.number
                                   for update of r
                                """)
                        .param(numbers(results))
                        .param(column(results, r -> r.to().attempts()).toArray(Integer[]::new))
                        .param(
                                column(results, r -> r.fate() == Result.Fate.DELIVERED)
                                        .toArray(Boolean[]::new))
                        .param(message)
                        .query(Integer.class)
                        .list();
        return new HashSet<>(rows);
    }

    private void end(long message, List<Result> results) {
        var ended = those(results, r -> r.fate().ends());
        if (!ended.isEmpty()) {
            jdbc.sql("delete from queue_recipient where message_id = ? and number = any (?::int[])")
                    .param(message)
                    .param(numbers(ended))
                    .update();
        }
    }

    /** next_attempt_at stays: the claim set it. */
    private void defer(long message, List<Result> results, List<Result> told) {
        var deferred = those(results, r -> !r.fate().ends());
        if (!deferred.isEmpty()) {
            jdbc.sql(
                            """
                            update queue_recipient r
                               set attempting = false, unfinished = 0, last_reply = g.reply, delay_told = r.delay_told or g.told
                              from unnest(?::int[], ?::text[], ?::bool[]) g (number, reply, told)
                             where r.message_id = ? and r.number = g.number
                            """)
                    .param(numbers(deferred))
                    .param(column(deferred, r -> r.reply().toString()).toArray(String[]::new))
                    .param(column(deferred, told::contains).toArray(Boolean[]::new))
                    .param(message)
                    .update();
        }
    }

    /** Goes when the message goes. */
    private void remember(long message, List<Result> results, Instant now) {
        jdbc.sql(
                        """
                        insert into queue_attempt
                               (message_id, number, attempt, address, at, outcome, host, secured, reply)
                        select ?, g.number, g.attempt, g.address, ?::timestamptz, g.outcome, g.host, g.secured, g.reply
                          from unnest(?::int[], ?::int[], ?::text[], ?::text[], ?::text[], ?::bool[], ?::text[])
                               g (number, attempt, address, outcome, host, secured, reply)
                        on conflict do nothing
                        """)
                .param(message)
                .param(Timestamp.from(now))
                .param(numbers(results))
                .param(column(results, r -> r.to().attempts()).toArray(Integer[]::new))
                .param(column(results, r -> r.to().address().toString()).toArray(String[]::new))
                .param(column(results, r -> r.fate().name()).toArray(String[]::new))
                .param(column(results, r -> r.hop().toString()).toArray(String[]::new))
                .param(column(results, r -> r.hop().secured()).toArray(Boolean[]::new))
                .param(column(results, r -> r.reply().toString()).toArray(String[]::new))
                .update();
        int most = results.stream().mapToInt(r -> r.to().attempts()).max().orElse(0);
        if (most > KEPT_ATTEMPTS) {
            jdbc.sql(
                            """
                            delete from queue_attempt a
                             using unnest(?::int[], ?::int[]) g (number, attempt)
                             where a.message_id = ? and a.number = g.number and a.attempt <= g.attempt - ?
                            """)
                    .param(numbers(results))
                    .param(column(results, r -> r.to().attempts()).toArray(Integer[]::new))
                    .param(message)
                    .param(KEPT_ATTEMPTS)
                    .update();
        }
    }

    private void removeIfEmpty(long message) {
        jdbc.sql(
                        """
                        delete from queue_message m
                         where m.id = ? and not exists (select 1 from queue_recipient r where r.message_id = m.id)
                        """)
                .param(message)
                .update();
    }

    private void handOver(Notice notice, String trace) {
        try {
            sink.take(notice, trace);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Result> those(List<Result> results, Predicate<Result> which) {
        return results.stream().filter(which).toList();
    }

    private static <T> List<T> column(List<Result> results, Function<Result, T> value) {
        return results.stream().map(value).toList();
    }

    private static Integer[] numbers(List<Result> results) {
        return column(results, r -> r.to().number()).toArray(Integer[]::new);
    }
}

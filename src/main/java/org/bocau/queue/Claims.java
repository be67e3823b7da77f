package org.bocau.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bocau.account.AccountId;
import org.bocau.message.EmailAddress;
import org.bocau.message.Notify;
import org.bocau.message.Ret;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Takes recipients that are due. The claim counts the attempt and moves {@code next_attempt_at}
 * into the future before anybody is dialled: it is lease and backoff at once, so that a crash leads
 * neither to a storm of retries nor to a recipient that nobody tries again.
 */
@Component
class Claims {
    /** Recipients a claim takes; also the most of one transaction with a next hop. */
    static final int BATCH = 100;

    /** Octets of a message that is read with its claim. */
    private static final int SMALL = 32 << 10;

    // A tenth of the backoff is chance: what failed together need not come back together.
    private static final String CLAIM =
            """
            with due as (
                select message_id, number
                  from queue_recipient
                 where status = 'WAITING' and next_attempt_at <= :now and domain <> all (:busy::text[])
                 order by next_attempt_at
                 limit :most
                   for update skip locked),
            claimed as (
                update queue_recipient r
                   set attempting = true,
                       attempts = r.attempts + 1,
                       next_attempt_at = :now::timestamptz + make_interval(secs =>
                           (:backoff::int[])[least(r.attempts + 1, cardinality(:backoff::int[]))] * (1 + random() / 10))
                  from due
                 where r.message_id = due.message_id and r.number = due.number
                returning r.message_id, r.number, r.address, r.domain, r.notify, r.orcpt, r.attempts, r.delay_told,
                          r.next_attempt_at)
            select c.*, m.account_id, m.reverse_path, m.octets, m.smtputf8, m.eight_bit, m.binary_mime, m.require_tls,
                   m.ret, m.envid, m.hold_until, m.recipients, m.origin, m.queued_at
              from claimed c
              join queue_message m on m.id = c.message_id
             order by c.message_id, c.domain, c.number
            """;

    private static final Logger log = LoggerFactory.getLogger(Claims.class);
    private final JdbcClient jdbc;
    private final Integer[] backoff; // seconds

    Claims(JdbcClient jdbc, QueueProperties properties) {
        this.jdbc = jdbc;
        this.backoff =
                properties.backoff().stream()
                        .map(Duration::toSeconds)
                        .map(Math::toIntExact)
                        .toArray(Integer[]::new);
    }

    /**
     * Claims what has been due longest, at most {@link #BATCH} recipients.
     *
     * @param busy domains that get no more work now
     * @return by message, then by domain; empty when nothing is due
     */
    List<Claimed> claim(Collection<String> busy, Instant now) {
        var groups = new LinkedHashMap<Group, List<Row>>();
        jdbc.sql(CLAIM)
                .param("now", Timestamp.from(now))
                .param("busy", busy.toArray(String[]::new))
                .param("most", BATCH)
                .param("backoff", backoff)
                .query((row, _) -> Row.of(row))
                .list()
                .forEach(row ->
                        groups.computeIfAbsent(row.group(), _ -> new ArrayList<>()).add(row));
        var claimed = new ArrayList<Claimed>();
        groups.forEach((group, rows) -> readable(group, rows, now).ifPresent(claimed::add));
        return withOctets(claimed);
    }

    /** A row that nobody can read must not keep all others from being sent. */
    private Optional<Claimed> readable(Group group, List<Row> rows, Instant now) {
        try {
            var message = rows.getFirst().message();
            return Optional.of(
                    new Claimed(
                            message,
                            message.reversePath().isEmpty()
                                    ? null
                                    : EmailAddress.parse(message.reversePath()),
                            group.domain(),
                            rows.stream().map(Row::to).toList(),
                            now,
                            rows.stream().map(Row::next).min(Instant::compareTo).orElse(now),
                            null));
        } catch (IllegalArgumentException unreadable) {
            log.error("queue {}: cannot be read", group.message(), unreadable);
            return Optional.empty();
        }
    }

    /** Small messages come with one more query for all of them. */
    private List<Claimed> withOctets(List<Claimed> claimed) {
        Long[] small =
                claimed.stream()
                        .map(Claimed::message)
                        .filter(m -> m.octets() <= SMALL)
                        .map(m -> m.id().value())
                        .distinct()
                        .toArray(Long[]::new);
        if (small.length == 0) {
            return claimed;
        }
        Map<Long, byte[]> octets = new HashMap<>();
        jdbc.sql(
                        "select message_id, octets from queue_chunk where number = 0 and message_id = any (?::bigint[])")
                .param(small)
                .query(row -> {
                    octets.put(row.getLong(1), row.getBytes(2));
                });
        return claimed.stream()
                .map(one -> {
                    var whole = octets.get(one.message().id().value());
                    return whole == null ? one : one.with(whole);
                })
                .toList();
    }

    /** Undoes claims that nobody has begun to work on: due at once, the attempt not counted. */
    void giveBack(Collection<Claimed> claimed, Instant now) {
        var messages = new ArrayList<Long>();
        var numbers = new ArrayList<Integer>();
        var attempts = new ArrayList<Integer>();
        for (var one : claimed) {
            for (var to : one.recipients()) {
                messages.add(one.message().id().value());
                numbers.add(to.number());
                attempts.add(to.attempts());
            }
        }
        if (messages.isEmpty()) {
            return;
        }
        jdbc.sql(
                        """
                        update queue_recipient r
                           set attempting = false, attempts = r.attempts - 1, next_attempt_at = :now
                          from unnest(:messages::bigint[], :numbers::int[], :attempts::int[]) g (message_id, number, attempts)
                         where r.message_id = g.message_id and r.number = g.number and r.attempts = g.attempts
                        """)
                .param("now", Timestamp.from(now))
                .param("messages", messages.toArray(Long[]::new))
                .param("numbers", numbers.toArray(Integer[]::new))
                .param("attempts", attempts.toArray(Integer[]::new))
                .update();
    }

    /** When the next recipient is due; empty when none waits. */
    Optional<Instant> nextDue(Collection<String> busy) {
        return jdbc.sql(
                        """
                        select next_attempt_at
                          from queue_recipient
                         where status = 'WAITING' and domain <> all (?::text[])
                         order by next_attempt_at
                         limit 1
                        """)
                .param(busy.toArray(String[]::new))
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant);
    }

    private record Group(long message, String domain) {}

    /** A claimed recipient, its address not read yet. */
    private record Row(
            QueueEnvelope message,
            int number,
            String address,
            String domain,
            String notices,
            @Nullable String orcpt,
            int attempts,
            boolean delayTold,
            Instant next) {
        static Row of(ResultSet row) throws SQLException {
            return new Row(
                    message(row),
                    row.getInt("number"),
                    row.getString("address"),
                    row.getString("domain"),
                    row.getString("notify"),
                    row.getString("orcpt"),
                    row.getInt("attempts"),
                    row.getBoolean("delay_told"),
                    row.getTimestamp("next_attempt_at").toInstant());
        }

        private static QueueEnvelope message(ResultSet row) throws SQLException {
            var account = row.getObject("account_id", Long.class);
            var ret = row.getString("ret");
            var until = row.getTimestamp("hold_until");
            return new QueueEnvelope(
                    new QueueId(row.getLong("message_id")),
                    account == null ? null : new AccountId(account),
                    row.getString("reverse_path"),
                    row.getLong("octets"),
                    row.getBoolean("smtputf8"),
                    row.getBoolean("eight_bit"),
                    row.getBoolean("binary_mime"),
                    row.getBoolean("require_tls"),
                    ret == null ? null : Ret.valueOf(ret),
                    row.getString("envid"),
                    until == null ? null : until.toInstant(),
                    row.getInt("recipients"),
                    row.getString("origin"),
                    row.getTimestamp("queued_at").toInstant());
        }

        Group group() {
            return new Group(message.id().value(), domain);
        }

        Claimed.To to() {
            return new Claimed.To(
                    number,
                    EmailAddress.parse(address),
                    Notify.parse(notices),
                    orcpt,
                    attempts,
                    delayTold);
        }
    }
}

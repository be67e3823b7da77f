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
 * Takes recipients that are due, all of one message in one domain together. The claim counts the
 * attempt and moves {@code next_attempt_at} into the future before anybody is dialled: it is lease
 * and backoff at once, so that a crash leads neither to a storm of retries nor to a recipient that
 * nobody tries again.
 */
@Component
class Claims {
    /** Messages a claim takes, each for one domain. */
    static final int BATCH = 100;

    /** Recipients of one message in one domain that a claim takes; the others follow. */
    private static final int MOST_TOGETHER = 1000;

    /** Recipients a claim takes in all. */
    private static final int MOST = 2000;

    /** Octets of a message that is read with its claim. */
    private static final int SMALL = 32 << 10;

    /** After so many attempts without an end nothing else of the kind is begun beside it. */
    static final int SUSPECT = 2;

    /** After so many it is taken out. */
    private static final int QUARANTINE = 3;

    // A message's row is locked first, so that two nodes do not share its recipients among them. A
    // tenth of the backoff is chance: what failed together need not come back together, but for
    // recipients of one message. Each row is looked for by its key and carries along what is read
    // of
    // it: the database does not know how long the queue is at the moment, and joining by sets it
    // would read all of it, or compare all with all.
    private static final String CLAIM =
            """
            with due as materialized (
                select message_id, domain
                  from queue_recipient
                 where status = 'WAITING' and unfinished %s and next_attempt_at <= :now
                   and next_attempt_at > :floor and domain <> all (:busy::text[])
                 order by next_attempt_at
                 limit :most),
            transfer as materialized (
                select t.domain, t.chance, m.*
                  from (select message_id, domain, random() as chance from due group by message_id, domain) t
                 cross join lateral (
                       select * from queue_message where id = t.message_id
                          for no key update skip locked) m),
            taken as materialized (
                select r.number, r.due, t.*
                  from transfer t
                 cross join lateral (
                       select q.number, q.next_attempt_at as due
                         from queue_recipient q
                        where q.message_id = t.id and q.domain = t.domain
                          and q.status = 'WAITING' and q.unfinished %s and q.next_attempt_at <= :now
                        order by q.number
                        limit :together
                          for update skip locked) r
                 limit :recipients),
            claimed as (
                update queue_recipient r
                   set attempting = true,
                       attempts = r.attempts + 1,
                       unfinished = r.unfinished + 1,
                       next_attempt_at = :now::timestamptz + make_interval(secs =>
                           (:backoff::int[])[least(r.attempts + 1, cardinality(:backoff::int[]))] * (1 + m.chance / 10))
                  from taken m
                 where r.message_id = m.id and r.number = m.number
                returning r.message_id, r.number, r.address, r.domain, r.notify, r.orcpt, r.attempts, r.unfinished,
                          r.delay_told, r.next_attempt_at, m.due, m.account_id, m.reverse_path, m.octets, m.smtputf8,
                          m.eight_bit, m.binary_mime, m.require_tls, m.tls_optional, m.ret, m.envid, m.hold_until,
                          m.recipients, m.origin, m.queued_at)
            select * from claimed
             order by message_id, domain, number
            """;

    private static final String ORDINARY = CLAIM.formatted("< " + SUSPECT, "< " + SUSPECT);
    private static final String SUSPECTS = CLAIM.formatted(">= " + SUSPECT, ">= " + SUSPECT);

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
     * Claims what has been due longest, at most {@link #BATCH} messages.
     *
     * @param busy domains that get no more work now
     * @param floor what is due since before is not looked at
     * @return by message, then by domain; empty when nothing is due
     */
    List<Claimed> claim(Collection<String> busy, Instant floor, Instant now) {
        return claim(ORDINARY, busy, floor, BATCH, now);
    }

    /**
     * Claims one message whose last attempts had no end: whoever asks begins no other such before
     * this one has ended.
     */
    Optional<Claimed> claimSuspect(Collection<String> busy, Instant now) {
        return claim(SUSPECTS, busy, Instant.EPOCH, 1, now).stream().findFirst();
    }

    private List<Claimed> claim(
            String sql, Collection<String> busy, Instant floor, int most, Instant now) {
        var groups = new LinkedHashMap<Group, List<Row>>();
        jdbc.sql(sql)
                .param("now", Timestamp.from(now))
                .param("floor", Timestamp.from(floor))
                .param("busy", busy.toArray(String[]::new))
                .param("most", most)
                .param("together", MOST_TOGETHER)
                .param("recipients", MOST)
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
                            rows.stream().map(Row::due).min(Instant::compareTo).orElse(now),
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

    /**
     * Takes out what is due and has begun too often without an end.
     *
     * @return the messages, one entry for each recipient
     */
    List<QueueId> quarantine(Instant now) {
        return jdbc.sql(
                        """
                        update queue_recipient
                           set status = 'QUARANTINED', attempting = false
                         where status = 'WAITING' and unfinished >= %d and next_attempt_at <= ?
                        returning message_id
                        """
                                .formatted(QUARANTINE))
                .param(Timestamp.from(now))
                .query((row, _) -> new QueueId(row.getLong(1)))
                .list();
    }

    /** Attempts that are ended by us are no reason to suspect what they were to send. */
    void excuse(Collection<Claimed> claimed, Instant now) {
        change(claimed, "set unfinished = greatest(r.unfinished - 1, 0)", now);
    }

    /** Undoes claims that nobody has begun to work on: due at once, the attempt not counted. */
    void giveBack(Collection<Claimed> claimed, Instant now) {
        change(
                claimed,
                """
                set attempting = false, attempts = r.attempts - 1, unfinished = r.unfinished - 1,
                    next_attempt_at = :now
                """,
                now);
    }

    private void change(Collection<Claimed> claimed, String set, Instant now) {
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
                           %s
                          from unnest(:messages::bigint[], :numbers::int[], :attempts::int[]) g (message_id, number, attempts)
                         where r.message_id = g.message_id and r.number = g.number and r.attempts = g.attempts
                        """
                                .formatted(set))
                .param("now", Timestamp.from(now))
                .param("messages", messages.toArray(Long[]::new))
                .param("numbers", numbers.toArray(Integer[]::new))
                .param("attempts", attempts.toArray(Integer[]::new))
                .update();
    }

    /**
     * When the next recipient is due, but for suspects; empty when none waits.
     *
     * @param after what is due up to then has been claimed: there may be much of it for busy
     *     domains
     */
    Optional<Instant> nextDue(Collection<String> busy, Instant after) {
        return jdbc.sql(
                        """
                        select next_attempt_at
                          from queue_recipient
                         where status = 'WAITING' and unfinished < ? and next_attempt_at > ? and domain <> all (?::text[])
                         order by next_attempt_at
                         limit 1
                        """)
                .param(SUSPECT)
                .param(Timestamp.from(after))
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
            int unfinished,
            boolean delayTold,
            Instant due,
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
                    row.getInt("unfinished"),
                    row.getBoolean("delay_told"),
                    row.getTimestamp("due").toInstant(),
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
                    row.getBoolean("tls_optional"),
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
                    unfinished,
                    delayTold);
        }
    }
}

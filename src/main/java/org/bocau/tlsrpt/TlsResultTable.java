package org.bocau.tlsrpt;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bocau.relay.TlsResult;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The rows of tls_result and tls_report, shared by all nodes. */
@Component
class TlsResultTable {
    /** Different results of a day; more are not kept. */
    private static final int MOST_OF_A_DAY = 200_000;

    /** Of one report, the most frequent ones. */
    private static final int MOST_OF_A_REPORT = 500;

    private static final int MOST_LINES = 200;

    private final JdbcClient jdbc;
    private final TlsResultRows rows;
    private final TransactionTemplate transaction;

    TlsResultTable(JdbcClient jdbc, TlsResultRows rows, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * A report to be sent.
     *
     * @param attempts this one included
     */
    record Due(LocalDate day, String domain, int attempts) {}

    /** The primary key of tls_result. */
    private record Key(LocalDate day, String domain, String digest) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::day)
                        .thenComparing(Key::domain)
                        .thenComparing(Key::digest);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private record Counted(TlsCounts.Day day, long sessions) {}

    /** Adds to what is there, all or nothing. */
    void add(Map<TlsCounts.Day, Long> counted) {
        if (!counted.isEmpty()) {
            var rows = new TreeMap<Key, Counted>(); // one order on all nodes: no deadlocks
            counted.forEach((day, sessions) ->
                    rows.put(
                            new Key(day.date(), day.result().domain(), digest(day.result())),
                            new Counted(day, sessions)));
            transaction.executeWithoutResult(_ -> rows.forEach(this::add));
        }
    }

    private void add(Key key, Counted counted) {
        var day = counted.day();
        var policy = day.result().policy();
        var failure = day.result().failure();
        jdbc.sql(
                        """
                        insert into tls_result as r
                               (day, domain, digest, source, policy_domain, policy_text, policy_hosts,
                                kind, host, address, sent_from, reason, sessions)
                        select :day, :domain, :digest, :source, :policyDomain, :text, :hosts,
                               :kind, :host, :address, :from, :reason, :sessions
                         where (select count(*) from tls_result where day = :day) < :most
                        on conflict (day, domain, digest) do update
                           set sessions = r.sessions + excluded.sessions
                        """)
                .param("day", key.day())
                .param("domain", key.domain())
                .param("digest", key.digest())
                .param("source", policy.source().name())
                .param("policyDomain", policy.domain())
                .param("text", String.join("\n", policy.text()))
                .param("hosts", String.join("\n", policy.hosts()))
                .param("kind", failure == null ? null : failure.kind().name())
                .param("host", failure == null ? "" : failure.host())
                .param("address", failure == null ? "" : failure.address())
                .param("from", failure == null ? "" : failure.from())
                .param("reason", failure == null ? "" : failure.reason())
                .param("sessions", counted.sessions())
                .param("most", MOST_OF_A_DAY)
                .update();
    }

    /** Equal results have equal ones. */
    private static String digest(TlsResult result) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            var text = result.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(sha.digest(text), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Makes reports of the days before this one due, each at a moment of its own.
     *
     * @param spread from midnight on
     */
    void announce(LocalDate today, Duration spread) {
        jdbc.sql(
                        """
                        insert into tls_report (day, domain, state, attempts, due_at)
                        select distinct day, domain, 'DUE', 0,
                               (day + 1)::timestamp at time zone 'UTC'
                               + make_interval(secs => abs(hashtext(domain)::bigint) % :spread)
                          from tls_result
                         where day < :today
                        on conflict (day, domain) do nothing
                        """)
                .param("today", today)
                .param("spread", Math.max(1, spread.toSeconds()))
                .update();
    }

    /** One that is due, for this node alone; it is due again after that time, unless it ends. */
    Optional<Due> claim(Instant now, Duration again) {
        return jdbc.sql(
                        """
                        update tls_report
                           set attempts = attempts + 1, due_at = :again
                         where (day, domain) = (
                               select day, domain
                                 from tls_report
                                where state = 'DUE' and due_at <= :now
                                order by due_at
                                limit 1
                                  for update skip locked)
                        returning day, domain, attempts
                        """)
                .param("now", Timestamp.from(now))
                .param("again", Timestamp.from(now.plus(again)))
                .query(Due.class)
                .optional();
    }

    /** Ends a report. Joins the caller's transaction. */
    void end(Due due, TlsReportRow.State state) {
        jdbc.sql("update tls_report set state = ? where day = ? and domain = ?")
                .params(state.name(), due.day(), due.domain())
                .update();
    }

    /** What was counted, by policy. */
    Map<TlsResult.Policy, TlsSummary> of(Due due) {
        var policies = new LinkedHashMap<TlsResult.Policy, TlsSummary>();
        for (var row :
                rows.findByDayAndDomainOrderBySessionsDesc(
                        due.day(), due.domain(), Limit.of(MOST_OF_A_REPORT))) {
            policies.computeIfAbsent(row.policy(), _ -> new TlsSummary())
                    .add(row.failure(), row.sessions());
        }
        return policies;
    }

    /** Of all domains, the last days first. */
    List<TlsLine> latest() {
        return jdbc.sql(
                        """
                        select r.day, r.domain,
                               coalesce(sum(r.sessions) filter (where r.kind is null), 0) as succeeded,
                               coalesce(sum(r.sessions) filter (where r.kind is not null), 0) as failed,
                               coalesce(string_agg(distinct replace(lower(r.kind), '_', '-'), ' '), '') as kinds,
                               coalesce(max(p.state), 'none') as report
                          from tls_result r
                          left join tls_report p on p.day = r.day and p.domain = r.domain
                         group by r.day, r.domain
                         order by r.day desc, failed desc, r.domain
                         limit :most
                        """)
                .param("most", MOST_LINES)
                .query((row, _) ->
                        new TlsLine(
                                row.getObject("day", LocalDate.class),
                                row.getString("domain"),
                                row.getLong("succeeded"),
                                row.getLong("failed"),
                                row.getString("kinds"),
                                row.getString("report")))
                .list();
    }

    /** Removes what is older. */
    void forget(LocalDate before) {
        jdbc.sql("delete from tls_result where day < ?").param(before).update();
        jdbc.sql("delete from tls_report where day < ?").param(before).update();
    }
}

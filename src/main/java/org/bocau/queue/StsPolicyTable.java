package org.bocau.queue;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import org.bocau.relay.StsCache;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps MTA-STS policies in the database, for all nodes and over restarts. RFC 8461 §10.2. */
@Component
class StsPolicyTable implements StsCache {
    private final JdbcClient jdbc;
    private final StsPolicyRows rows;
    private final Clock clock;

    StsPolicyTable(JdbcClient jdbc, StsPolicyRows rows, Clock clock) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.clock = clock;
    }

    @Override
    public Optional<Kept> find(String domain) {
        return rows.findByDomain(domain).map(StsPolicyRow::view);
    }

    /** And forgets those that have expired. */
    @Override
    public void keep(String domain, Kept kept) {
        var policy = kept.policy();
        jdbc.sql("delete from sts_policy where kept_until < ?")
                .param(Timestamp.from(clock.instant()))
                .update();
        jdbc.sql(
                        """
                        insert into sts_policy (domain, id, mode, max_age, mx, kept_until)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict (domain) do update
                           set id = excluded.id, mode = excluded.mode, max_age = excluded.max_age,
                               mx = excluded.mx, kept_until = excluded.kept_until
                        """)
                .params(
                        domain,
                        kept.id(),
                        policy.mode().name(),
                        policy.maxAge(),
                        String.join(" ", policy.mx()),
                        Timestamp.from(kept.until()))
                .update();
    }
}

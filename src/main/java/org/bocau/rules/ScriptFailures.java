package org.bocau.rules;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.bocau.account.AccountId;
import org.bocau.filter.Failure;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What went wrong with people's scripts, kept until they save them anew. RFC 5228 §2.10.6. */
@Service
public class ScriptFailures {
    /** So often a row is written, however much mail comes in. */
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final MeterRegistry meters;
    private final Clock clock;

    ScriptFailures(JdbcClient jdbc, MeterRegistry meters, Clock clock) {
        this.jdbc = jdbc;
        this.meters = meters;
        this.clock = clock;
    }

    /** What the owner is told. */
    public record Last(Failure reason, Instant at) {}

    /** Counts it, and keeps it for the owner; of the same reason once in a while. */
    public void note(AccountId account, Failure reason) {
        meters.counter(
                        "bocau.rules.failures",
                        "reason",
                        reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .increment();
        var now = clock.instant();
        jdbc.sql(
                        """
                        insert into script_failure as last (account_id, reason, failed_at)
                        values (:account, :reason, :now)
                        on conflict (account_id) do update
                           set reason = excluded.reason, failed_at = excluded.failed_at
                         where last.reason <> excluded.reason or last.failed_at < :earlier
                        """)
                .param("account", account.value())
                .param("reason", reason.name())
                .param("now", Timestamp.from(now))
                .param("earlier", Timestamp.from(now.minus(NOTED_EVERY)))
                .update();
    }

    /** The last one since the script was saved; of a reason that is known. */
    public Optional<Last> last(AccountId account) {
        return jdbc.sql("select reason, failed_at from script_failure where account_id = ?")
                .param(account.value())
                .query((row, _) -> last(row.getString(1), row.getTimestamp(2).toInstant()))
                .optional()
                .flatMap(known -> known);
    }

    private static Optional<Last> last(String reason, Instant at) {
        return Arrays.stream(Failure.values())
                .filter(one -> one.name().equals(reason))
                .findFirst()
                .map(one -> new Last(one, at));
    }

    /** The script is another one now. */
    void forget(AccountId account) {
        jdbc.sql("delete from script_failure where account_id = ?").param(account.value()).update();
    }
}

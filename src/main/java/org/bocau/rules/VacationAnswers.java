package org.bocau.rules;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.bocau.account.AccountId;
import org.bocau.filter.Action;
import org.bocau.message.EmailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/** Who has been answered lately. RFC 5230 §4.2. */
@Service
public class VacationAnswers {
    private static final Logger log = LoggerFactory.getLogger(VacationAnswers.class);

    private final JdbcClient jdbc;
    private final Clock clock;

    VacationAnswers(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * True when this sender may be answered now; then he has been. One statement, whose row takes
     * the place of one that is over.
     */
    public boolean claim(AccountId account, Action.Vacation answer, EmailAddress sender) {
        var now = clock.instant();
        return jdbc.sql(
                                """
                                insert into vacation_answer as known (account_id, handle, sender, expires_at)
                                values (:account, :handle, :sender, :until)
                                on conflict (account_id, handle, sender) do update
                                   set expires_at = excluded.expires_at
                                 where known.expires_at <= :now
                                """)
                        .param("account", account.value())
                        .param("handle", answer.handle())
                        .param("sender", sender.canonical().toString().toLowerCase(Locale.ROOT))
                        .param("until", Timestamp.from(now.plusSeconds(answer.seconds())))
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    @Scheduled(fixedDelay = 6, initialDelay = 1, timeUnit = TimeUnit.HOURS)
    void run() {
        try {
            forget();
        } catch (DataAccessException e) {
            log.warn("old answers are forgotten later: {}", e.getMessage());
        }
    }

    /** Removes what is over, of all accounts; returns how many. */
    int forget() {
        return jdbc.sql("delete from vacation_answer where expires_at <= ?")
                .param(Timestamp.from(clock.instant()))
                .update();
    }
}

package org.bocau.rules;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Locale;
import org.bocau.account.AccountId;
import org.bocau.filter.Action;
import org.bocau.message.EmailAddress;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Who has been answered lately. RFC 5230 §4.2. */
@Service
public class VacationAnswers {
    private final JdbcClient jdbc;
    private final Clock clock;

    VacationAnswers(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** True when this sender may be answered now; then he has been. Forgets what is over. */
    public boolean claim(AccountId account, Action.Vacation answer, EmailAddress sender) {
        var now = clock.instant();
        jdbc.sql("delete from vacation_answer where account_id = ? and expires_at <= ?")
                .params(account.value(), Timestamp.from(now))
                .update();
        return jdbc.sql(
                                """
                                insert into vacation_answer (account_id, handle, sender, expires_at)
                                values (?, ?, ?, ?)
                                on conflict do nothing
                                """)
                        .params(
                                account.value(),
                                answer.handle(),
                                sender.canonical().toString().toLowerCase(Locale.ROOT),
                                Timestamp.from(now.plusSeconds(answer.seconds())))
                        .update()
                == 1;
    }
}

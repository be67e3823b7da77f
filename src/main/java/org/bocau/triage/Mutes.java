package org.bocau.triage;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bocau.account.AccountId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Which conversations are muted: rows of muted_thread. */
@Service
public class Mutes {
    /** Marks the messages that a muted conversation was moved away with. */
    public static final String KEYWORD = "$Muted";

    /** Conversations of one account; of more, the one muted first is heard again. */
    public static final int MOST = 500;

    private final JdbcClient jdbc;
    private final Clock clock;

    Mutes(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    public void mute(AccountId account, List<String> threads) {
        for (var thread : threads) {
            jdbc.sql("insert into muted_thread values (?, ?, ?) on conflict do nothing")
                    .params(account.value(), thread, Timestamp.from(clock.instant()))
                    .update();
        }
        jdbc.sql(
                        """
                        delete from muted_thread
                         where account_id = :account
                           and thread_id in (select thread_id from muted_thread where account_id = :account
                                              order by muted_at desc offset :most)
                        """)
                .param("account", account.value())
                .param("most", MOST)
                .update();
    }

    public void unmute(AccountId account, List<String> threads) {
        if (threads.isEmpty()) return;
        jdbc.sql("delete from muted_thread where account_id = :account and thread_id in (:threads)")
                .param("account", account.value())
                .param("threads", threads)
                .update();
    }

    public Set<String> of(AccountId account) {
        return Set.copyOf(
                jdbc.sql("select thread_id from muted_thread where account_id = ?")
                        .param(account.value())
                        .query(String.class)
                        .list());
    }

    /**
     * Accounts whose new mail has to be looked at: they have muted a conversation, or wait for a
     * reply.
     */
    public Set<AccountId> watched() {
        var accounts = new HashSet<AccountId>();
        jdbc.sql(
                        """
                        select account_id from muted_thread
                        union select account_id from snoozed where thread_id <> ''
                        """)
                .query(row -> {
                    accounts.add(new AccountId(row.getLong(1)));
                });
        return accounts;
    }
}

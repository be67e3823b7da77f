package org.bocau.compose;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bocau.account.AccountId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Where the copies of held messages are. Whether one is still held, only the queue knows: a row
 * here promises nothing. Each method is one statement.
 */
@Repository
class HeldSends {
    private static final int PAGE = 200;
    private static final String COLUMNS =
            "account_id, id, envid, scheduled, mailbox, uid, send_at, source, passed_to";

    private final JdbcClient jdbc;

    HeldSends(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Remembers it and returns its number within the account. */
    long add(HeldSend send) {
        return jdbc.sql(
                        """
                        insert into held_send (account_id, envid, scheduled, mailbox, uid, send_at, source, passed_to)
                        values (:account, :envid, :scheduled, :mailbox, :uid, :at, :source, :to)
                        returning id
                        """)
                .param("account", send.account().value())
                .param("envid", send.envid())
                .param("scheduled", send.scheduled())
                .param("mailbox", send.mailbox())
                .param("uid", send.uid())
                .param("at", Timestamp.from(send.sendAt()))
                .param("source", send.source())
                .param("to", send.passedTo())
                .query(Long.class)
                .single();
    }

    Optional<HeldSend> find(AccountId account, long id) {
        return jdbc.sql(
                        "select "
                                + COLUMNS
                                + " from held_send where account_id = ? and id = ? and stopped_at is null")
                .params(account.value(), id)
                .query((row, _) -> send(row))
                .optional();
    }

    /** Those whose time their sender has chosen, the next one first. */
    List<HeldSend> scheduled(AccountId account) {
        return jdbc.sql(
                        "select "
                                + COLUMNS
                                + """
                                 from held_send
                                 where account_id = ? and scheduled and stopped_at is null
                                 order by send_at, id
                                 limit ?
                                """)
                .params(account.value(), PAGE)
                .query((row, _) -> send(row))
                .list();
    }

    /** Whoever gets true takes the message back, alone; from then on nobody takes it for sent. */
    boolean stop(HeldSend send, Instant now) {
        return jdbc.sql(
                                """
                                update held_send set stopped_at = ?
                                 where account_id = ? and id = ? and stopped_at is null
                                """)
                        .params(Timestamp.from(now), send.account().value(), send.id())
                        .update()
                > 0;
    }

    /** It was too late to take it back. */
    void goOn(HeldSend send) {
        jdbc.sql("update held_send set stopped_at = null where account_id = ? and id = ?")
                .params(send.account().value(), send.id())
                .update();
    }

    void remove(HeldSend send) {
        jdbc.sql("delete from held_send where account_id = ? and id = ?")
                .params(send.account().value(), send.id())
                .update();
    }

    /**
     * Takes some whose time has come, for {@code lease}: other nodes leave them alone until then.
     */
    List<HeldSend> due(Instant now, Instant lease, int most) {
        return jdbc.sql(
                        "update held_send set looked_at = :lease where (account_id, id) in ("
                                + """
                                 select account_id, id from held_send
                                  where send_at <= :now and looked_at <= :now
                                  order by send_at
                                  limit :most
                                    for update skip locked)
                                """
                                + " returning "
                                + COLUMNS)
                .param("now", Timestamp.from(now))
                .param("lease", Timestamp.from(lease))
                .param("most", most)
                .query((row, _) -> send(row))
                .list();
    }

    private static HeldSend send(ResultSet row) throws SQLException {
        return new HeldSend(
                new AccountId(row.getLong("account_id")),
                row.getLong("id"),
                row.getString("envid"),
                row.getBoolean("scheduled"),
                row.getString("mailbox"),
                row.getLong("uid"),
                row.getTimestamp("send_at").toInstant(),
                row.getString("source"),
                row.getString("passed_to"));
    }
}

package org.bocau.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bocau.account.AccountId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.NamedInterface;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What users have left here to be sent later (FUTURERELEASE, RFC 4865), and may still change their
 * minds about: each account sees its own. Nothing is changed once a recipient's attempt has begun.
 * Each method is one transaction or joins the caller's.
 */
@Component
@NamedInterface("held")
public class HeldMessages {
    /** How many messages {@link #list} gives at most. */
    public static final int PAGE = 200;

    /** Of each message so many recipients are told. */
    public static final int RECIPIENTS = 20;

    private static final String SELECT =
            """
            select m.id, m.envid, m.octets, m.queued_at, m.hold_until, m.recipients,
                   array(select r.address
                           from queue_recipient r
                          where r.message_id = m.id and r.number < :shown
                          order by r.number) as addresses
              from queue_message m
            """;

    private final JdbcClient jdbc;
    private final Doorbell doorbell;
    private final TransactionTemplate transaction;
    private final Clock clock;

    HeldMessages(
            JdbcClient jdbc,
            Doorbell doorbell,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.doorbell = doorbell;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Those whose time has not come, the next one first. */
    public List<HeldMessage> list(AccountId account) {
        return jdbc.sql(
                        SELECT
                                + """
                                 where m.account_id = :account and m.hold_until > :now
                                 order by m.hold_until, m.id
                                 limit :most
                                """)
                .param("shown", RECIPIENTS)
                .param("account", account.value())
                .param("now", Timestamp.from(clock.instant()))
                .param("most", PAGE)
                .query((row, _) -> message(row))
                .list();
    }

    /** The account's message with this ENVID that waits or is about to be sent, if there is one. */
    public Optional<HeldMessage> find(AccountId account, String envid) {
        return jdbc.sql(
                        SELECT
                                + """
                                 where m.account_id = :account and m.envid = :envid and m.hold_until is not null
                                 limit 1
                                """)
                .param("shown", RECIPIENTS)
                .param("account", account.value())
                .param("envid", envid)
                .query((row, _) -> message(row))
                .optional();
    }

    private static HeldMessage message(ResultSet row) throws SQLException {
        var addresses = (String[]) row.getArray("addresses").getArray();
        return new HeldMessage(
                new QueueId(row.getLong("id")),
                row.getString("envid"),
                List.of(addresses),
                row.getInt("recipients"),
                row.getLong("octets"),
                row.getTimestamp("queued_at").toInstant(),
                row.getTimestamp("hold_until").toInstant());
    }

    /**
     * Takes a message back: nobody gets it, and nobody is told.
     *
     * @return false when it is too late, or the account has no such message
     */
    public boolean cancel(AccountId account, QueueId message) {
        return changing(
                account,
                message,
                () ->
                        jdbc.sql("delete from queue_message where id = ?")
                                .param(message.value())
                                .update());
    }

    /** The same for the message with this ENVID. */
    public boolean cancel(AccountId account, String envid) {
        return find(account, envid).map(held -> cancel(account, held.id())).orElse(false);
    }

    /**
     * Sends it at another time; one that has passed is now. How late that may be is the caller's to
     * limit.
     *
     * @return false when it is too late, or the account has no such message
     */
    public boolean sendAt(AccountId account, QueueId message, Instant until) {
        var now = clock.instant();
        var due = Timestamp.from(until.isAfter(now) ? until : now);
        return changing(
                account,
                message,
                () -> {
                    jdbc.sql("update queue_recipient set next_attempt_at = ? where message_id = ?")
                            .params(due, message.value())
                            .update();
                    return jdbc.sql("update queue_message set hold_until = ? where id = ?")
                            .params(due, message.value())
                            .update();
                });
    }

    /** A claim locks the message too: afterwards it shows whether an attempt has begun. */
    private boolean changing(AccountId account, QueueId message, Supplier<Integer> change) {
        var changed =
                transaction.execute(_ -> {
                    boolean theirs =
                            jdbc.sql(
                                            """
                                            select id from queue_message
                                             where id = ? and account_id = ? and hold_until is not null
                                               for update
                                            """)
                                    .params(message.value(), account.value())
                                    .query(Long.class)
                                    .optional()
                                    .isPresent();
                    doorbell.ringAfterCommit();
                    return theirs && untouched(message) ? change.get() : 0;
                });
        return changed != null && changed > 0;
    }

    private boolean untouched(QueueId message) {
        return jdbc.sql(
                        """
                        select not exists (
                            select 1 from queue_recipient where message_id = ? and (attempts > 0 or attempting))
                        """)
                .param(message.value())
                .query(Boolean.class)
                .single();
    }
}

package org.bocau.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * How much each account sends, and how much it may. The count is kept by the hour, in the
 * transaction that takes the message: nodes count together, and what is refused does not count.
 */
@Component
public class SendingLimits {
    /** How many accounts {@link #latest} gives at most. */
    public static final int MOST = 200;

    private static final Duration DAY = Duration.ofHours(23); // and the hour that has begun
    private static final Duration KEPT = Duration.ofDays(30);

    private static final String USED =
            """
            select a.id, a.address,
                   coalesce(sum(s.recipients) filter (where s.hour = :hour), 0) as in_hour,
                   coalesce(sum(s.recipients), 0) as in_day,
                   coalesce(sum(s.new_recipients), 0) as new_in_day,
                   coalesce(sum(s.refused), 0) as refused,
                   l.recipients_per_hour, l.recipients_per_day, l.new_recipients_per_day
              from account a
              left join sending s on s.account_id = a.id and s.hour >= :day
              left join sending_limit l on l.account_id = a.id
            """;
    private static final String GROUPED =
            """
             group by a.id, a.address, l.recipients_per_hour, l.recipients_per_day, l.new_recipients_per_day
            """;

    /**
     * The hour's row is the last lock taken, and addresses come sorted: two sendings cannot cross.
     */
    private static final String COUNT =
            """
            with newly as (
                insert into correspondent (account_id, address)
                select :account, address from unnest(:addresses::text[]) address order by address
                on conflict do nothing
                returning 1),
            forgotten as (
                delete from sending where account_id = :account and hour < :old)
            insert into sending (account_id, hour, recipients, new_recipients, refused)
            values (:account, :hour, :number, (select count(*) from newly), 0)
            on conflict (account_id, hour) do update
               set recipients = sending.recipients + excluded.recipients,
                   new_recipients = sending.new_recipients + excluded.new_recipients
            """;

    private final JdbcClient jdbc;
    private final SendingProperties defaults;
    private final Clock clock;

    SendingLimits(JdbcClient jdbc, SendingProperties defaults, Clock clock) {
        this.jdbc = jdbc;
        this.defaults = defaults;
        this.clock = clock;
    }

    /**
     * Counts a message's recipients within the caller's transaction. Whoever else sends for this
     * account waits until it ends, so take no long ones.
     *
     * @param recipients each counted once
     * @return false when it is more than the account may send: the caller rolls back
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean count(AccountId account, Collection<EmailAddress> recipients) {
        var addresses =
                recipients.stream().map(a -> a.canonical().toString()).distinct().sorted().toList();
        var now = clock.instant();
        jdbc.sql(COUNT)
                .param("account", account.value())
                .param("addresses", addresses.toArray(String[]::new))
                .param("old", Timestamp.from(now.minus(KEPT)))
                .param("hour", Timestamp.from(hour(now)))
                .param("number", addresses.size())
                .update();
        return !used(account).exceeded();
    }

    /** Notes that a limit was met: who it was, an administrator can see. */
    @Transactional
    public void refused(AccountId account) {
        jdbc.sql(
                        """
                        insert into sending (account_id, hour, recipients, new_recipients, refused)
                        values (?, ?, 0, 0, 1)
                        on conflict (account_id, hour) do update set refused = sending.refused + 1
                        """)
                .params(account.value(), Timestamp.from(hour(clock.instant())))
                .update();
    }

    /** How many recipients the account may write to now; {@link #count} has the last word. */
    public int left(AccountId account) {
        return used(account).left();
    }

    /**
     * What an account has sent and may.
     *
     * @throws org.springframework.dao.EmptyResultDataAccessException there is no such account
     */
    public SendingRow used(AccountId account) {
        return used(USED + " where a.id = :account" + GROUPED)
                .param("account", account.value())
                .query(this::row)
                .single();
    }

    /** Who has sent within the day: first those who met a limit, then by how much they sent. */
    public List<SendingRow> latest() {
        return used(USED
                        + " where s.account_id is not null"
                        + GROUPED
                        + " order by refused desc, in_day desc, a.id limit :most")
                .param("most", MOST)
                .query(this::row)
                .list();
    }

    private JdbcClient.StatementSpec used(String sql) {
        var hour = hour(clock.instant());
        return jdbc.sql(sql)
                .param("hour", Timestamp.from(hour))
                .param("day", Timestamp.from(hour.minus(DAY)));
    }

    /** What was set for this account alone. */
    public SendingLimit limit(AccountId account) {
        return jdbc.sql(
                        """
                        select recipients_per_hour, recipients_per_day, new_recipients_per_day
                          from sending_limit where account_id = ?
                        """)
                .param(account.value())
                .query((row, _) ->
                        new SendingLimit(
                                row.getObject(1, Integer.class),
                                row.getObject(2, Integer.class),
                                row.getObject(3, Integer.class)))
                .optional()
                .orElse(SendingLimit.DEFAULT);
    }

    /** Sets this account's own limits. They count from the next message on. */
    @Transactional
    public void limit(AccountId account, SendingLimit limit) {
        jdbc.sql(
                        """
                        insert into sending_limit
                               (account_id, recipients_per_hour, recipients_per_day, new_recipients_per_day)
                        values (?, ?, ?, ?)
                        on conflict (account_id) do update
                           set recipients_per_hour = excluded.recipients_per_hour,
                               recipients_per_day = excluded.recipients_per_day,
                               new_recipients_per_day = excluded.new_recipients_per_day
                        """)
                .param(account.value())
                .param(limit.perHour())
                .param(limit.perDay())
                .param(limit.newPerDay())
                .update();
    }

    private SendingRow row(ResultSet row, int number) throws SQLException {
        return new SendingRow(
                new AccountId(row.getLong("id")),
                row.getString("address"),
                row.getLong("in_hour"),
                row.getLong("in_day"),
                row.getLong("new_in_day"),
                row.getLong("refused"),
                or(
                        row.getObject("recipients_per_hour", Integer.class),
                        defaults.recipientsPerHour()),
                or(row.getObject("recipients_per_day", Integer.class), defaults.recipientsPerDay()),
                or(
                        row.getObject("new_recipients_per_day", Integer.class),
                        defaults.newRecipientsPerDay()));
    }

    private static int or(@Nullable Integer own, int otherwise) {
        return own == null ? otherwise : own;
    }

    private static Instant hour(Instant now) {
        return now.truncatedTo(ChronoUnit.HOURS);
    }
}

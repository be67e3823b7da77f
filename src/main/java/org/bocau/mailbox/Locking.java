package org.bocau.mailbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bocau.account.AccountId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes the locks that put changes in order. Order everywhere: by account its mailboxes ascending,
 * then its {@code account_usage} row. Each statement after a lock sees what was committed before
 * the lock was got.
 */
final class Locking {
    private Locking() {}

    /** A mailbox as it is while locked. */
    record Locked(Mailbox mailbox) {
        List<String> keywords() {
            return mailbox.keywords();
        }

        MailboxId id() {
            return mailbox.id();
        }

        long nextModseq() {
            return mailbox.highestModseq() + 1;
        }
    }

    /**
     * Locks one mailbox until commit.
     *
     * @throws StoreRefusal NO_SUCH_MAILBOX
     */
    static Locked lock(JdbcClient jdbc, MailboxId id) {
        return jdbc.sql(
                        "select * from mailbox where account_id = ? and id = ? and selectable for update")
                .params(id.account().value(), id.number())
                .query((row, _) -> new Locked(mailbox(row)))
                .optional()
                .orElseThrow(StoreRefusal::noSuchMailbox);
    }

    /**
     * Locks both, whichever is which, in the order that everybody keeps; of two accounts also what
     * they use.
     *
     * @throws StoreRefusal NO_SUCH_MAILBOX
     */
    static void lockAll(JdbcClient jdbc, MailboxId one, MailboxId other) {
        Comparator<MailboxId> order =
                Comparator.comparingLong((MailboxId id) -> id.account().value())
                        .thenComparingLong(MailboxId::number);
        MailboxId first = order.compare(one, other) <= 0 ? one : other;
        MailboxId second = first.equals(one) ? other : one;
        boolean apart = !one.account().equals(other.account());
        lock(jdbc, first);
        if (apart) {
            lockUsage(jdbc, first.account());
        }
        if (!one.equals(other)) {
            lock(jdbc, second);
        }
        if (apart) {
            lockUsage(jdbc, second.account());
        }
    }

    private static void lockUsage(JdbcClient jdbc, AccountId account) {
        jdbc.sql("select 1 from account_usage where account_id = ? for update")
                .param(account.value())
                .query(Integer.class)
                .single();
    }

    static Optional<Mailbox> read(JdbcClient jdbc, MailboxId id) {
        return jdbc.sql("select * from mailbox where account_id = ? and id = ?")
                .params(id.account().value(), id.number())
                .query((row, _) -> mailbox(row))
                .optional();
    }

    static Optional<Mailbox> read(JdbcClient jdbc, AccountId account, String name) {
        return jdbc.sql("select * from mailbox where account_id = ? and name = ?")
                .params(account.value(), name)
                .query((row, _) -> mailbox(row))
                .optional();
    }

    static Mailbox mailbox(ResultSet row) throws SQLException {
        String use = row.getString("special_use");
        return new Mailbox(
                new MailboxId(new AccountId(row.getLong("account_id")), row.getLong("id")),
                row.getString("name"),
                special(use),
                row.getBoolean("selectable"),
                row.getLong("uid_validity"),
                row.getLong("uid_next"),
                row.getLong("highest_modseq"),
                row.getLong("messages"),
                row.getLong("unseen"),
                row.getLong("deleted"),
                row.getLong("octets"),
                row.getLong("recent_from"),
                strings(row, "keywords"));
    }

    private static @Nullable SpecialUse special(@Nullable String name) {
        return name == null ? null : SpecialUse.valueOf(name);
    }

    /**
     * An array column; the empty list is one shared object, because nearly all messages have it.
     */
    static List<String> strings(ResultSet row, String column) throws SQLException {
        var array = row.getArray(column);
        String[] values = (String[]) array.getArray();
        return values.length == 0 ? List.of() : List.copyOf(Arrays.asList(values));
    }

    /**
     * Adds to what the account holds, within its quota.
     *
     * @param quotaOctets 0 for no limit; taking away is never refused
     * @throws StoreRefusal OVER_QUOTA
     */
    static void use(
            JdbcClient jdbc, AccountId account, long octets, long messages, long quotaOctets) {
        int updated =
                jdbc.sql(
                                """
                                update account_usage set octets = octets + :octets, messages = messages + :messages
                                 where account_id = :account and (:quota <= 0 or :octets <= 0 or octets + :octets <= :quota)
                                """)
                        .param("octets", octets)
                        .param("messages", messages)
                        .param("quota", quotaOctets)
                        .param("account", account.value())
                        .update();
        if (updated == 0) {
            throw StoreRefusal.overQuota();
        }
    }
}

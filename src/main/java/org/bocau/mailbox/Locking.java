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
 * Takes the locks that put changes in order. Order everywhere: the body, then by account its
 * mailboxes ascending and its {@code account_usage} row. Each statement after a lock sees what was
 * committed before the lock was got.
 */
final class Locking {
    private Locking() {}

    /** A mailbox as it is while locked. */
    record Locked(Mailbox mailbox, long nextModseq) {
        List<String> keywords() {
            return mailbox.keywords();
        }

        MailboxId id() {
            return mailbox.id();
        }
    }

    /**
     * Locks one mailbox until commit.
     *
     * @throws StoreRefusal NO_SUCH_MAILBOX
     */
    static Locked lock(JdbcClient jdbc, MailboxId id) {
        return jdbc.sql(
                        """
                        select *, next_modseq(highest_modseq) from mailbox
                         where account_id = ? and id = ? and selectable for update
                        """)
                .params(id.account().value(), id.number())
                .query((row, _) -> new Locked(mailbox(row), row.getLong("next_modseq")))
                .optional()
                .orElseThrow(StoreRefusal::noSuchMailbox);
    }

    /** Two mailboxes, or one twice, as they are while locked. */
    record Both(Locked from, Locked to) {
        /** They belong to different accounts. */
        boolean apart() {
            return !from.id().account().equals(to.id().account());
        }
    }

    /**
     * Locks both, whichever is which, in the order that everybody keeps; of two accounts also what
     * they use, which orders this with the removal of contents that a copy needs.
     *
     * @throws StoreRefusal NO_SUCH_MAILBOX
     */
    static Both lockBoth(JdbcClient jdbc, MailboxId from, MailboxId to) {
        Comparator<MailboxId> order =
                Comparator.comparingLong((MailboxId id) -> id.account().value())
                        .thenComparingLong(MailboxId::number);
        if (order.compare(from, to) > 0) {
            var turned = lockBoth(jdbc, to, from);
            return new Both(turned.to(), turned.from());
        }
        boolean apart = !from.account().equals(to.account());
        var first = lock(jdbc, from);
        if (apart) {
            lockUsage(jdbc, from.account());
        }
        var second = from.equals(to) ? first : lock(jdbc, to);
        if (apart) {
            lockUsage(jdbc, to.account());
        }
        return new Both(first, second);
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

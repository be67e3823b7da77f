package org.bocau.mailbox;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.bocau.account.AccountId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * UIDs that are gone, with the mod-sequence of their going. RFC 7162 §3.2. Written by {@link
 * Removal}; kept for a while, after which the mailbox remembers up to where they are forgotten.
 */
@Component
class Tombstones {
    private static final int BATCH = 1000;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    Tombstones(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * In one statement, so that none is forgotten between the question and the answer.
     *
     * @throws StoreRefusal NO_SUCH_MAILBOX
     */
    Vanished since(MailboxId id, long modseq) {
        var collected =
                new Object() {
                    boolean found;
                    boolean complete;
                    final LongStream.Builder uids = LongStream.builder();
                };
        jdbc.sql(
                        """
                        select b.forgotten_modseq <= :modseq as complete, e.uid
                          from mailbox b
                          left join expunged e on e.account_id = b.account_id and e.mailbox_id = b.id
                                              and e.modseq > :modseq and b.forgotten_modseq <= :modseq
                         where b.account_id = :account and b.id = :mailbox and b.selectable
                        """)
                .param("modseq", modseq)
                .param("account", id.account().value())
                .param("mailbox", id.number())
                .query(row -> {
                    collected.found = true;
                    collected.complete = row.getBoolean("complete");
                    long uid = row.getLong("uid");
                    if (!row.wasNull()) {
                        collected.uids.add(uid);
                    }
                });
        if (!collected.found) {
            throw StoreRefusal.noSuchMailbox();
        }
        return new Vanished(UidSet.of(collected.uids.build().toArray()), collected.complete);
    }

    /** Removes the old ones, a mailbox at a time. Returns how many there were. */
    int forget(Instant before) {
        int removed = 0;
        List<MailboxId> batch;
        do {
            batch = withOld(before);
            for (MailboxId mailbox : batch) {
                Integer gone = transaction.execute(_ -> forget(mailbox, before));
                removed += gone == null ? 0 : gone;
            }
        } while (batch.size() == BATCH);
        return removed;
    }

    private List<MailboxId> withOld(Instant before) {
        return jdbc.sql(
                        """
                        select distinct account_id, mailbox_id from expunged where expunged_at < ?
                         order by account_id, mailbox_id limit ?
                        """)
                .params(Timestamp.from(before), BATCH)
                .query((row, _) -> new MailboxId(new AccountId(row.getLong(1)), row.getLong(2)))
                .list();
    }

    /** The mailbox's row is locked first, as everywhere. */
    private Integer forget(MailboxId mailbox, Instant before) {
        jdbc.sql("select 1 from mailbox where account_id = ? and id = ? for update")
                .params(mailbox.account().value(), mailbox.number())
                .query(Integer.class)
                .list();
        return jdbc.sql(
                        """
                        with gone as (
                            delete from expunged
                             where account_id = :account and mailbox_id = :mailbox and expunged_at < :before
                            returning modseq),
                        remembered as (
                            update mailbox b set forgotten_modseq = greatest(b.forgotten_modseq, g.modseq)
                              from (select max(modseq) as modseq from gone) g
                             where b.account_id = :account and b.id = :mailbox and g.modseq is not null)
                        select count(*) from gone
                        """)
                .param("account", mailbox.account().value())
                .param("mailbox", mailbox.number())
                .param("before", Timestamp.from(before))
                .query(Integer.class)
                .single();
    }
}

package org.bocau.mailbox;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bocau.account.AccountId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings the search index of an account up to date, a batch of messages a transaction. Whoever
 * searches text calls {@link #bringUp} first, so what a search finds is exact though deliveries do
 * not wait for the index.
 *
 * <p>Removal may take a message while its text is made: the batch asks for its messages again under
 * their rows' locks and takes back the text of those that are gone.
 */
@Component
class TextIndex {
    private static final int MESSAGES = 100;

    /** Octets of a batch's messages; one larger message is a batch of its own. */
    private static final long OCTETS = 4L * 1024 * 1024;

    private static final String NEXT =
            "select "
                    + TextRows.Source.COLUMNS
                    + " from message_content c"
                    + TextRows.Source.JOIN
                    + " where c.account_id = ? and c.id > ? and c.id <= ?"
                    + " and not exists (select 1 from message_text t" // carried over with it
                    + " where t.account_id = c.account_id and t.content_id = c.id)"
                    + " order by c.id limit "
                    + MESSAGES;

    /**
     * Nobody is told of the commit, and what a crash takes is made again: it need not wait for the
     * disk. The memory is for entries that are merged into the index together.
     */
    private static final String LOCK =
            """
            select indexed_to, set_config('synchronous_commit', 'off', true), set_config('work_mem', '16MB', true)
              from search_state where account_id = ? for update
            """;

    private final JdbcClient jdbc;
    private final TextRows rows;
    private final TransactionTemplate transaction;

    /** Sessions of one account on this node do not make the same text twice. */
    private final List<ReentrantLock> locks =
            IntStream.range(0, 64).mapToObj(_ -> new ReentrantLock()).toList();

    TextIndex(JdbcClient jdbc, TextRows rows, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Accounts with messages whose text is not in the index. */
    List<AccountId> behind() {
        return jdbc.sql(
                        """
                        select u.account_id from account_usage u
                          left join search_state s on s.account_id = u.account_id
                         where exists (select 1 from message_content c
                                        where c.account_id = u.account_id and c.id > coalesce(s.indexed_to, 0))
                        """)
                .query((row, _) -> new AccountId(row.getLong(1)))
                .list();
    }

    /**
     * Returns when the text of all messages committed before the call is in the index.
     *
     * @throws CancellationException the thread was interrupted: nobody waits
     */
    void bringUp(AccountId account) {
        bringUp(account, () -> !Thread.currentThread().isInterrupted());
    }

    void bringUp(AccountId account, BooleanSupplier wanted) {
        while (behind(account)) {
            if (!wanted.getAsBoolean()) {
                throw new CancellationException("nobody waits");
            }
            var lock = locks.get(Math.floorMod(account.value(), locks.size()));
            lock.lock();
            try {
                transaction.executeWithoutResult(_ -> step(account));
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean behind(AccountId account) {
        return jdbc.sql(
                        """
                        select coalesce((select max(id) from message_content where account_id = :account), 0)
                             > coalesce((select indexed_to from search_state where account_id = :account), 0)
                        """)
                .param("account", account.value())
                .query(Boolean.class)
                .single();
    }

    private void step(AccountId account) {
        Long indexedTo = lock(account);
        if (indexedTo == null) {
            return; // the account is being deleted
        }
        long last = lastContent(account); // before the question what is there below it
        var sources = next(account, indexedTo, last);
        rows.write(account, sources.list());
        takeBack(account, sources.list());
        jdbc.sql("update search_state set indexed_to = ? where account_id = ?")
                .params(sources.whole() ? last : sources.last(), account.value())
                .update();
    }

    private long lastContent(AccountId account) {
        return jdbc.sql("select coalesce(max(id), 0) from message_content where account_id = ?")
                .param(account.value())
                .query(Long.class)
                .single();
    }

    /**
     * What a batch is made of.
     *
     * @param whole it is all there was
     */
    private record Sources(List<TextRows.Source> list, boolean whole) {
        long last() {
            return list.getLast().contentId();
        }
    }

    private @Nullable Long lock(AccountId account) {
        jdbc.sql(
                        """
                        insert into search_state (account_id, indexed_to)
                        select account_id, 0 from account_usage where account_id = ? on conflict do nothing
                        """)
                .param(account.value())
                .update();
        return jdbc.sql(LOCK)
                .param(account.value())
                .query((row, _) -> row.getLong("indexed_to"))
                .optional()
                .orElse(null);
    }

    private Sources next(AccountId account, long after, long last) {
        var sources =
                jdbc.sql(NEXT)
                        .params(account.value(), after, last)
                        .query(TextRows.Source::of)
                        .list();
        long octets = 0;
        for (int i = 0; i < sources.size(); i++) {
            octets += sources.get(i).body().size();
            if (octets > OCTETS && i > 0) {
                return new Sources(sources.subList(0, i), false);
            }
        }
        return new Sources(sources, sources.size() < MESSAGES);
    }

    private void takeBack(AccountId account, List<TextRows.Source> sources) {
        if (sources.isEmpty()) {
            return;
        }
        var ids = sources.stream().map(TextRows.Source::contentId).toArray(Long[]::new);
        var there =
                jdbc.sql(
                                "select id from message_content where account_id = ? and id = any(?) order by id for key share")
                        .params(account.value(), ids)
                        .query(Long.class)
                        .list();
        if (there.size() == ids.length) {
            return;
        }
        var gone = Stream.of(ids).filter(id -> !there.contains(id)).toArray(Long[]::new);
        jdbc.sql("delete from message_text where account_id = ? and content_id = any(?)")
                .params(account.value(), gone)
                .update();
    }
}

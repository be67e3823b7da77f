package org.bocau.triage;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bocau.account.AccountId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * When messages in the mailbox Snoozed come back: rows of snoozed, shared by all nodes. A row whose
 * message somebody has moved elsewhere is found out when its time has come, and dropped.
 */
@Service
public class Snoozes {
    /** Messages one account can have waiting. */
    public static final int MOST = 5000;

    /** The UID, which no message has, of the row that stands for what may be there without one. */
    private static final long STRAYS = 0;

    /** Longer than it takes to move messages and to note their time. */
    private static final Duration STRAYS_AFTER = Duration.ofMinutes(10);

    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final int CLAIMED_AT_ONCE = 200;

    private final JdbcClient jdbc;
    private final Clock clock;

    Snoozes(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Messages of one account whose time has come, or to which somebody has replied.
     *
     * @param uidValidity of the mailbox Snoozed when they were put there
     * @param uids ascending
     * @param strays some may be in Snoozed that have no row, see {@link #expect}
     */
    public record Due(AccountId account, long uidValidity, List<Long> uids, boolean strays) {
        public Due {
            uids = List.copyOf(uids);
        }
    }

    /**
     * A conversation that waits.
     *
     * @param inboxNext a reply has at least this UID in the inbox
     */
    public record Waiting(String thread, long inboxNext) {}

    /** A message in Snoozed. */
    public record Sleeper(long uid, String thread) {}

    /**
     * To be asked before messages are moved to Snoozed: one that had no row there would never come
     * back. Of requests at the same moment each may pass, so the bound is exact to a step or two.
     *
     * @param more messages that have no time yet
     * @throws SnoozesFullException they would be more than {@link #MOST}
     */
    public void requireRoom(AccountId account, int more) {
        if (more <= 0) return;
        int waiting =
                jdbc.sql("select count(*) from snoozed where account_id = ? and uid <> ?")
                        .params(account.value(), STRAYS)
                        .query(Integer.class)
                        .single();
        if (waiting + more > MOST) throw new SnoozesFullException(waiting);
    }

    /**
     * To be called before messages are moved to Snoozed: should whoever moves them die before their
     * time is noted, the mailbox is looked through some minutes later.
     */
    public void expect(AccountId account, long uidValidity) {
        var now = clock.instant();
        jdbc.sql(
                        """
                        insert into snoozed (account_id, uid_validity, uid, thread_id, inbox_next, wake_at, leased_until)
                        values (:account, :validity, :strays, '', 0, :wake, :now)
                        on conflict (account_id, uid_validity, uid) do update
                           set wake_at = excluded.wake_at, leased_until = excluded.leased_until
                        """)
                .param("account", account.value())
                .param("validity", uidValidity)
                .param("strays", STRAYS)
                .param("wake", Timestamp.from(now.plus(STRAYS_AFTER)))
                .param("now", Timestamp.from(now))
                .update();
    }

    /** The mailbox has been looked through; where more is expected by now, it will be again. */
    public void settled(AccountId account, long uidValidity) {
        jdbc.sql(
                        """
                        delete from snoozed
                         where account_id = ? and uid_validity = ? and uid = ? and wake_at <= ?
                        """)
                .params(account.value(), uidValidity, STRAYS, Timestamp.from(clock.instant()))
                .update();
    }

    /** Notes a time for messages of Snoozed that have none; others keep theirs. */
    public void adopt(
            AccountId account, long uidValidity, long inboxNext, List<Sleeper> all, Instant wake) {
        insert(account, uidValidity, inboxNext, all, wake, "do nothing");
    }

    /**
     * Notes a time for messages that are in Snoozed now; one they had before is replaced, and
     * nothing is refused: see {@link #requireRoom}.
     *
     * @param inboxNext UIDNEXT of the inbox now
     */
    public void put(
            AccountId account, long uidValidity, long inboxNext, List<Sleeper> all, Instant wake) {
        insert(
                account,
                uidValidity,
                inboxNext,
                all,
                wake,
                """
                do update set wake_at = excluded.wake_at, inbox_next = excluded.inbox_next,
                              leased_until = excluded.leased_until
                """);
    }

    private void insert(
            AccountId account,
            long uidValidity,
            long inboxNext,
            List<Sleeper> all,
            Instant wake,
            String known) {
        if (all.isEmpty()) return;
        jdbc.sql(
                        """
                        insert into snoozed (account_id, uid_validity, uid, thread_id, inbox_next, wake_at, leased_until)
                        select :account, :validity, uid, thread, :next, :wake, :now
                          from unnest(:uids::bigint[], :threads::text[]) t (uid, thread)
                        on conflict (account_id, uid_validity, uid)
                        """
                                + known)
                .param("account", account.value())
                .param("validity", uidValidity)
                .param("uids", all.stream().map(Sleeper::uid).toArray(Long[]::new))
                .param("threads", all.stream().map(Sleeper::thread).toArray(String[]::new))
                .param("next", inboxNext)
                .param("wake", Timestamp.from(wake))
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** When each message in Snoozed comes back, by its UID. */
    public Map<Long, Instant> times(AccountId account) {
        var times = new HashMap<Long, Instant>();
        jdbc.sql("select uid, wake_at from snoozed where account_id = ? and uid <> ?")
                .params(account.value(), STRAYS)
                .query(row -> {
                    times.put(row.getLong("uid"), row.getTimestamp("wake_at").toInstant());
                });
        return times;
    }

    /** These are not in Snoozed any more. */
    public void forget(AccountId account, long uidValidity, List<Long> uids) {
        if (uids.isEmpty()) return;
        jdbc.sql(
                        "delete from snoozed where account_id = :account and uid_validity = :validity and uid in (:uids)")
                .param("account", account.value())
                .param("validity", uidValidity)
                .param("uids", uids)
                .update();
    }

    /** What is due now, for this node alone, for two minutes. */
    public List<Due> claim() {
        var now = clock.instant();
        record Row(long account, long validity, long uid) {}
        var rows =
                jdbc.sql(
                                """
                                update snoozed set leased_until = :lease
                                 where (account_id, uid_validity, uid) in (
                                       select account_id, uid_validity, uid from snoozed
                                        where wake_at <= :now and leased_until <= :now
                                        order by wake_at limit :most for update skip locked)
                                returning account_id, uid_validity, uid
                                """)
                        .param("lease", Timestamp.from(now.plus(LEASE)))
                        .param("now", Timestamp.from(now))
                        .param("most", CLAIMED_AT_ONCE)
                        .query((row, _) -> new Row(row.getLong(1), row.getLong(2), row.getLong(3)))
                        .list();
        record Box(long account, long validity) {}
        return rows.stream()
                .collect(Collectors.groupingBy(row -> new Box(row.account(), row.validity())))
                .entrySet()
                .stream()
                .map(box -> {
                    var uids = box.getValue().stream().map(Row::uid).sorted().toList();
                    return new Due(
                            new AccountId(box.getKey().account()),
                            box.getKey().validity(),
                            uids.stream().filter(uid -> uid != STRAYS).toList(),
                            uids.contains(STRAYS));
                })
                .toList();
    }

    /** The conversations of an account that wait. */
    public List<Waiting> waiting(AccountId account) {
        return jdbc.sql(
                        """
                        select thread_id, max(inbox_next) from snoozed
                         where account_id = ? and thread_id <> '' group by thread_id
                        """)
                .param(account.value())
                .query((row, _) -> new Waiting(row.getString(1), row.getLong(2)))
                .list();
    }

    /** Makes these conversations due now. */
    public void wake(AccountId account, Set<String> threads) {
        if (threads.isEmpty()) return;
        jdbc.sql(
                        """
                        update snoozed set wake_at = :now
                         where account_id = :account and thread_id in (:threads) and wake_at > :now
                        """)
                .param("now", Timestamp.from(clock.instant()))
                .param("account", account.value())
                .param("threads", threads)
                .update();
    }
}

package org.bocau.mailbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import org.bocau.account.AccountId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Messages that go: EXPUNGE, POP3's QUIT, the source of MOVE, deleted mailboxes and accounts. Runs
 * in the caller's transaction. A content goes with its last message; its body is left to {@link
 * Housekeeping}.
 */
@Component
class Removal {
    /**
     * One statement: rows, tombstones, counters. The mailbox row is locked by the statement before.
     */
    private static final String REMOVE =
            """
            with gone as (
                delete from message m
                 where m.account_id = :account and m.mailbox_id = :mailbox
                   and (:all_uids or m.uid in
                        (select u.uid from unnest(:firsts::bigint[], :lasts::bigint[]) r (lo, hi)
                           join message u on u.account_id = :account and u.mailbox_id = :mailbox
                            and u.uid between r.lo and r.hi))
                   and (not :only_deleted or (m.flags & 8) <> 0)
                returning m.uid, m.content_id, m.size, m.flags),
            tombstones as (
                insert into expunged (account_id, mailbox_id, uid, modseq, expunged_at)
                select :account, :mailbox, uid, :modseq, :now from gone),
            counted as (
                update mailbox b
                   set highest_modseq = :modseq, messages = b.messages - g.n, unseen = b.unseen - g.unseen,
                       deleted = b.deleted - g.deleted, octets = b.octets - g.octets
                  from (select count(*) n, coalesce(sum(size), 0) octets,
                               count(*) filter (where (flags & 1) = 0) unseen,
                               count(*) filter (where (flags & 8) <> 0) deleted from gone) g
                 where b.account_id = :account and b.id = :mailbox and g.n > 0)
            select uid, content_id, size from gone
            """;

    private final JdbcClient jdbc;
    private final ChangeFeed feed;
    private final Clock clock;

    Removal(JdbcClient jdbc, ChangeFeed feed, Clock clock) {
        this.jdbc = jdbc;
        this.feed = feed;
        this.clock = clock;
    }

    private record Gone(long uid, long contentId, long size) {
        static Gone of(ResultSet row, int number) throws SQLException {
            return new Gone(row.getLong("uid"), row.getLong("content_id"), row.getLong("size"));
        }
    }

    /**
     * Removes messages of a locked mailbox and tells who watches it.
     *
     * @param uids null for all
     * @param onlyDeleted only those with \Deleted
     * @param keepContents MOVE: the copies need them, and what the account holds does not change
     */
    UidSet remove(
            Locking.Locked box, @Nullable UidSet uids, boolean onlyDeleted, boolean keepContents) {
        var id = box.id();
        var gone =
                jdbc.sql(REMOVE)
                        .param("account", id.account().value())
                        .param("mailbox", id.number())
                        .param("all_uids", uids == null)
                        .param("firsts", uids == null ? new long[0] : uids.firsts())
                        .param("lasts", uids == null ? new long[0] : uids.lasts())
                        .param("only_deleted", onlyDeleted)
                        .param("modseq", box.nextModseq())
                        .param("now", Timestamp.from(clock.instant()))
                        .query(Gone::of)
                        .list();
        if (!gone.isEmpty() && !keepContents) {
            release(id.account(), gone);
        }
        var uidsGone = UidSet.of(gone.stream().mapToLong(Gone::uid).toArray());
        if (!gone.isEmpty()) {
            long before = box.mailbox().highestModseq();
            feed.changed(id, new Delta(before, box.nextModseq(), List.of(), uidsGone));
        }
        return uidsGone;
    }

    private void release(AccountId account, List<Gone> gone) {
        long octets = gone.stream().mapToLong(Gone::size).sum();
        Locking.use(jdbc, account, -octets, -gone.size(), 0);
        dropContents(account, gone.stream().mapToLong(Gone::contentId).distinct().toArray());
    }

    /**
     * After {@code account_usage} is locked: another removal of the last-but-one reference has
     * committed or waits. Texts go in a statement of their own: the first may have waited for
     * {@link TextIndex}, and only a later one sees what that has written.
     */
    private void dropContents(AccountId account, long[] contents) {
        var dropped =
                jdbc.sql(
                                """
                                delete from message_content c
                                 where c.account_id = :account and c.id = any(:contents)
                                   and not exists (select 1 from message m
                                                    where m.account_id = :account and m.content_id = c.id)
                                returning c.id
                                """)
                        .param("account", account.value())
                        .param("contents", contents)
                        .query(Long.class)
                        .list();
        if (!dropped.isEmpty()) {
            jdbc.sql("delete from message_text where account_id = ? and content_id = any(?)")
                    .params(account.value(), dropped.toArray(Long[]::new))
                    .update();
        }
    }

    /** Empties a mailbox and removes it, or leaves its name as {@code \Noselect}. */
    void empty(MailboxId id, boolean removeName) {
        jdbc.sql("select 1 from mailbox where account_id = ? and id = ? for update")
                .params(id.account().value(), id.number())
                .query(Integer.class)
                .single();
        var gone =
                jdbc.sql(
                                "delete from message where account_id = ? and mailbox_id = ? returning uid, content_id, size")
                        .params(id.account().value(), id.number())
                        .query(Gone::of)
                        .list();
        for (String table : List.of("expunged", "mailbox_right", "metadata")) {
            jdbc.sql("delete from " + table + " where account_id = ? and mailbox_id = ?")
                    .params(id.account().value(), id.number())
                    .update();
        }
        String name =
                removeName
                        ? "delete from mailbox where account_id = ? and id = ?"
                        : """
                        update mailbox set selectable = false, special_use = null, messages = 0, unseen = 0, deleted = 0,
                               octets = 0 where account_id = ? and id = ?
                        """;
        jdbc.sql(name).params(id.account().value(), id.number()).update();
        if (!gone.isEmpty()) {
            release(id.account(), gone);
        }
    }

    /** All that an account has here. */
    void account(AccountId account) {
        jdbc.sql("select 1 from mailbox where account_id = ? order by id for update")
                .param(account.value())
                .query(Integer.class)
                .list();
        for (String table :
                List.of(
                        "search_state", // first: TextIndex waits here, or is waited for
                        "message",
                        "expunged",
                        "message_content",
                        "message_text",
                        "awaited_message",
                        "subscription",
                        "mailbox_right",
                        "metadata",
                        "mailbox",
                        "account_usage")) {
            jdbc.sql("delete from " + table + " where account_id = ?")
                    .param(account.value())
                    .update();
        }
        jdbc.sql("delete from metadata where reader_id = ?").param(account.value()).update();
    }
}

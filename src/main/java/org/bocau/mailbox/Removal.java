package org.bocau.mailbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.bocau.account.AccountId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Messages that go: EXPUNGE, POP3's QUIT, the source of MOVE, deleted mailboxes and accounts. Those
 * of one mailbox go by one call of a function, which needs no transaction. A content goes with its
 * last message; its body is left to {@link Housekeeping}.
 */
@Component
class Removal {
    private static final String REMOVE =
            """
            select * from remove_messages(:account, :mailbox, :firsts, :lasts, :only_deleted, :all_deleted,
                                          :keep_contents, :now)
            """;

    private final JdbcClient jdbc;
    private final ChangeFeed feed;
    private final Clock clock;

    Removal(JdbcClient jdbc, ChangeFeed feed, Clock clock) {
        this.jdbc = jdbc;
        this.feed = feed;
        this.clock = clock;
    }

    private record Removed(long previous, long modseq, long uid) {
        static Removed of(ResultSet row, int number) throws SQLException {
            return new Removed(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }

    /**
     * Removes messages, whatever their flags, and tells who watches the mailbox.
     *
     * @param keepContents MOVE: the copies need them, and what the account holds does not change
     * @throws StoreRefusal NO_SUCH_MAILBOX
     */
    UidSet remove(MailboxId id, UidSet uids, boolean keepContents) {
        return remove(id, uids, false, false, keepContents);
    }

    /** Removes those of the messages that have \Deleted. */
    UidSet expunge(MailboxId id, UidSet uids) {
        return remove(id, uids, true, false, false);
    }

    /**
     * Removes all that have \Deleted.
     *
     * @param marked those that have it as far as this node knows: they are found at once, others by
     *     a look at the whole mailbox
     */
    UidSet expungeAll(MailboxId id, UidSet marked) {
        return remove(id, marked, true, true, false);
    }

    private UidSet remove(
            MailboxId id,
            UidSet uids,
            boolean onlyDeleted,
            boolean allDeleted,
            boolean keepContents) {
        var rows =
                jdbc.sql(REMOVE)
                        .param("account", id.account().value())
                        .param("mailbox", id.number())
                        .param("firsts", uids.firsts())
                        .param("lasts", uids.lasts())
                        .param("only_deleted", onlyDeleted)
                        .param("all_deleted", allDeleted)
                        .param("keep_contents", keepContents)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .query(Removed::of)
                        .list();
        if (rows.isEmpty()) {
            throw StoreRefusal.noSuchMailbox();
        }
        var any = rows.getFirst();
        if (any.uid() == 0) { // a row without one: nothing was removed
            return UidSet.NONE;
        }
        var gone = UidSet.of(rows.stream().mapToLong(Removed::uid).toArray());
        feed.changed(id, new Delta(any.previous(), any.modseq(), List.of(), gone));
        return gone;
    }

    /** Empties a mailbox and removes it, or leaves its name as {@code \Noselect}. */
    void empty(MailboxId id, boolean removeName) {
        jdbc.sql("select 1 from mailbox where account_id = ? and id = ? for update")
                .params(id.account().value(), id.number())
                .query(Integer.class)
                .single();
        var contents = new ArrayList<Long>();
        long octets =
                jdbc
                        .sql(
                                "delete from message where account_id = ? and mailbox_id = ? returning content_id, size")
                        .params(id.account().value(), id.number())
                        .query((row, _) -> {
                            contents.add(row.getLong(1));
                            return row.getLong(2);
                        })
                        .list()
                        .stream()
                        .mapToLong(Long::longValue)
                        .sum();
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
        if (!contents.isEmpty()) {
            jdbc.sql("select release_contents(?, ?, ?)")
                    .params(id.account().value(), contents.toArray(Long[]::new), octets)
                    .query((_, _) -> "")
                    .list();
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

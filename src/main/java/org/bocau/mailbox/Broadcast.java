package org.bocau.mailbox;

import java.io.IOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Puts one message into many accounts' mailboxes by one statement, so that a thousand recipients
 * are one round trip and one commit. Locks as {@link Locking} says: the body, then account by
 * account the mailbox and what the account uses.
 */
@Component
class Broadcast {
    private static final String FILE =
            """
            with %s
            target as (
                select b.account_id, b.id as mailbox_id, t.place, b.uid_next as uid, b.highest_modseq as modseq_before,
                       next_modseq(b.highest_modseq) as modseq,
                       b.uid_validity, t.quota <= 0 or u.octets + :size <= t.quota as fits
                  from unnest(:accounts::bigint[], :mailboxes::bigint[], :quotas::bigint[])
                       with ordinality t (account_id, mailbox_id, quota, place)
                  join mailbox b on b.account_id = t.account_id and b.id = t.mailbox_id and b.selectable
                  join account_usage u on u.account_id = t.account_id
                 %s
                 order by b.account_id, b.id
                   for update of b, u),
            fresh as (
                select target.*, case when fits then nextval('message_content_seq') else refuse_over_quota() end as content_id
                  from target),
            box as (
                update mailbox b
                   set uid_next = b.uid_next + 1, highest_modseq = f.modseq, messages = b.messages + 1,
                       unseen = b.unseen + 1, octets = b.octets + :size
                  from fresh f where b.account_id = f.account_id and b.id = f.mailbox_id),
            usage as (
                update account_usage u set octets = u.octets + :size, messages = u.messages + 1
                  from fresh f where u.account_id = f.account_id),
            content as (
                insert into message_content (account_id, id, thread_id, %s)
                select f.account_id, f.content_id,
                       join_thread(f.account_id, f.content_id, :message_id, :relatives::bigint[], :base_subject), %s
                  from fresh f),
            filed as (
                insert into message (account_id, mailbox_id, uid, modseq, flags, keywords, content_id, size,
                        internal_date, saved_at)
                select account_id, mailbox_id, uid, modseq, 0, '{}'::text[], content_id, :size, :internal_date, :now from fresh)
            select uid_validity, uid, modseq_before, modseq, content_id as email_id from fresh order by place
            """;

    private static final String WITH_BODY =
            FILE.formatted(
                    Filing.TOUCHED,
                    "where (select count(*) from touched) = 1",
                    Filing.CONTENT_COLUMNS,
                    Filing.CONTENT_VALUES);

    private static final String WITHOUT_BODY =
            FILE.formatted("", "", Filing.CONTENT_COLUMNS, Filing.CONTENT_VALUES);

    private final JdbcClient jdbc;
    private final Bodies bodies;
    private final ChangeFeed feed;
    private final Indexer indexer;
    private final Clock clock;

    Broadcast(JdbcClient jdbc, Bodies bodies, ChangeFeed feed, Indexer indexer, Clock clock) {
        this.jdbc = jdbc;
        this.bodies = bodies;
        this.feed = feed;
        this.indexer = indexer;
        this.clock = clock;
    }

    /**
     * Files the message in all of the mailboxes, or in none; in the caller's transaction.
     *
     * @param targets one mailbox of an account at most, all with the same octets and no flags
     * @throws StoreRefusal OVER_QUOTA, NO_SUCH_MAILBOX: of which of them is not told
     * @throws IOException the spool could not be read
     */
    List<Appended> file(List<MailStore.Target> targets) throws IOException {
        var message = targets.getFirst().message();
        var now = clock.instant();
        var statement = statement(message);
        var filed = query(parameters(statement, targets, Timestamp.from(now)));
        if (filed.size() < targets.size()) {
            throw StoreRefusal.noSuchMailbox();
        }
        var appended = new ArrayList<Appended>(filed.size());
        for (int i = 0; i < filed.size(); i++) {
            var one = targets.get(i).message();
            var stored = filed.get(i);
            feed.changed(one.mailbox(), Filing.delta(one, new String[0], stored, now));
            indexer.filed(one.mailbox().account());
            appended.add(
                    new Appended(
                            one.mailbox(), stored.uidValidity(), stored.uid(), stored.modseq()));
        }
        return appended;
    }

    private JdbcClient.StatementSpec statement(Incoming message) throws IOException {
        if (message.octets().size() > Bodies.CHUNK) {
            var _ = bodies.save(message.octets());
            return jdbc.sql(WITHOUT_BODY);
        }
        try (var in = message.octets().open()) {
            return jdbc.sql(WITH_BODY).param("octets", in.readAllBytes());
        }
    }

    private static List<Filing.Filed> query(JdbcClient.StatementSpec statement) {
        try {
            return statement
                    .query((row, _) ->
                            new Filing.Filed(
                                    row.getLong("uid_validity"),
                                    row.getLong("uid"),
                                    row.getLong("modseq_before"),
                                    row.getLong("modseq"),
                                    row.getLong("email_id")))
                    .list();
        } catch (UncategorizedSQLException refused) {
            throw Filing.refusal(refused);
        }
    }

    private static JdbcClient.StatementSpec parameters(
            JdbcClient.StatementSpec statement, List<MailStore.Target> targets, Timestamp now) {
        var message = targets.getFirst().message();
        var boxes = targets.stream().map(target -> target.message().mailbox()).toList();
        statement
                .param(
                        "accounts",
                        boxes.stream().map(b -> b.account().value()).toArray(Long[]::new))
                .param("mailboxes", boxes.stream().map(MailboxId::number).toArray(Long[]::new))
                .param(
                        "quotas",
                        targets.stream().map(MailStore.Target::quotaOctets).toArray(Long[]::new))
                .param(
                        "internal_date",
                        Timestamp.from(message.internalDate()),
                        java.sql.Types.TIMESTAMP)
                .param("now", now, java.sql.Types.TIMESTAMP)
                .param("sha256", message.octets().sha256())
                .param("size", message.octets().size())
                .param("crlf_size", message.octets().crlfSize());
        return Filing.content(statement, message.parsed());
    }
}

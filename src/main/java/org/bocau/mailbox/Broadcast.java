package org.bocau.mailbox;

import java.io.IOException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Files messages in mailboxes of any accounts by one statement: one message for a thousand
 * recipients, or those of several senders that came at once, are one round trip and one commit.
 * Locks as {@link Locking} says: the bodies, then account by account the mailbox and what the
 * account uses.
 */
@Component
class Broadcast {
    private static final String FILE =
            """
            with given as (
                select * from unnest(:sha256::bytea[], :sizes::bigint[], :crlf_sizes::bigint[], :octets::bytea[], :relatives::text[], %2$s)
                         with ordinality g (sha256, size, crlf_size, octets, relatives, %1$s, message)),
            touched as (
                insert into body (sha256, size, touched_at)
                select sha256, size, :now from given where octets is not null order by sha256
                on conflict (sha256) do update set touched_at = excluded.touched_at
                returning sha256, xmax = 0 as fresh),
            chunk as (
                insert into body_chunk (sha256, n, octets)
                select g.sha256, 0, g.octets from given g join touched t on t.sha256 = g.sha256 where t.fresh),
            box as (
                select b.account_id, b.id as mailbox_id, b.uid_next, b.highest_modseq as modseq_before,
                       next_modseq(b.highest_modseq) as modseq, b.uid_validity, u.octets
                  from unnest(:box_accounts::bigint[], :box_mailboxes::bigint[]) t (account_id, mailbox_id)
                  join mailbox b on b.account_id = t.account_id and b.id = t.mailbox_id and b.selectable
                  join account_usage u on u.account_id = t.account_id
                 where (select count(*) from touched) = :bodies
                 order by b.account_id, b.id
                   for update of b, u%4$s),
            target as (
                select t.place, t.account_id, t.mailbox_id, t.message, t.internal_date, g.size,
                       b.uid_next, b.modseq_before, b.modseq, b.uid_validity,
                       t.quota <= 0 or b.octets + (sum(g.size) over (partition by t.account_id order by t.place)) <= t.quota
                           as fits
                  from unnest(:accounts::bigint[], :mailboxes::bigint[], :messages::bigint[], :quotas::bigint[],
                              :dates::text[])
                       with ordinality t (account_id, mailbox_id, message, quota, internal_date, place)
                  join given g on g.message = t.message
                  join box b on b.account_id = t.account_id and b.mailbox_id = t.mailbox_id),
            fresh as (
                select place, account_id, mailbox_id, message, internal_date, size, uid_validity,
                       uid_next - 1 + row_number() over boxed as uid,
                       case when row_number() over boxed = 1 then modseq_before else modseq - 2 + row_number() over boxed end
                           as modseq_before,
                       modseq - 1 + row_number() over boxed as modseq,
                       nextval('message_content_seq') as content_id
                  from target where fits
                window boxed as (partition by account_id, mailbox_id order by place)),
            counted as (
                update mailbox b
                   set uid_next = b.uid_next + f.number, highest_modseq = f.modseq,
                       messages = b.messages + f.number, unseen = b.unseen + f.number, octets = b.octets + f.octets
                  from (select account_id, mailbox_id, count(*) as number, max(modseq) as modseq, sum(size)::bigint as octets
                          from fresh group by account_id, mailbox_id) f
                 where b.account_id = f.account_id and b.id = f.mailbox_id),
            used as (
                update account_usage u set octets = u.octets + f.octets, messages = u.messages + f.number
                  from (select account_id, count(*) as number, sum(size)::bigint as octets
                          from fresh group by account_id) f
                 where u.account_id = f.account_id),
            content as (
                insert into message_content (account_id, id, thread_id, body_sha256, size, crlf_size, %1$s)
                select f.account_id, f.content_id,
                       join_thread(f.account_id, f.content_id, g.message_id_hash, g.relatives::bigint[], g.base_subject),
                       g.sha256, g.size, g.crlf_size, %3$s
                  from fresh f join given g on g.message = f.message
                 order by f.place),
            filed as (
                insert into message (account_id, mailbox_id, uid, modseq, flags, keywords, content_id, size,
                        internal_date, saved_at)
                select f.account_id, f.mailbox_id, f.uid, f.modseq, 0, '{}'::text[], f.content_id, f.size,
                       f.internal_date::timestamptz, :now
                  from fresh f)
            select t.place, t.fits, f.uid_validity, f.uid, f.modseq_before, f.modseq, f.content_id
              from target t left join fresh f on f.place = t.place
            """;

    private static final String WAITING =
            FILE.formatted(ContentColumns.NAMES, ContentColumns.ARRAYS, ContentColumns.OF_ROW, "");
    private static final String SKIPPING =
            FILE.formatted(
                    ContentColumns.NAMES,
                    ContentColumns.ARRAYS,
                    ContentColumns.OF_ROW,
                    " skip locked");

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
     * Files all of them, or none; in the caller's transaction.
     *
     * @param targets of several for one mailbox the first gets the lowest UID; all without flags
     * @throws StoreRefusal OVER_QUOTA, NO_SUCH_MAILBOX: of which of them is not told
     * @throws IOException a spool could not be read
     */
    List<Appended> file(List<MailStore.Target> targets) throws IOException {
        var messages = messages(targets);
        for (var message : messages.values()) {
            if (message.octets().size() > Bodies.CHUNK) {
                var _ = bodies.save(message.octets());
            }
        }
        var now = clock.instant();
        var rows = run(WAITING, targets, messages, now);
        var filed = new ArrayList<Appended>(targets.size());
        for (int i = 0; i < targets.size(); i++) {
            var row = rows.get(i);
            if (row == null) {
                throw StoreRefusal.noSuchMailbox();
            }
            if (!row.fits()) {
                throw StoreRefusal.overQuota();
            }
            filed.add(told(targets.get(i), row, now));
        }
        return filed;
    }

    /**
     * Files those that can be filed without waiting for anybody, in one transaction, and tells
     * which; for the others nothing was done. A mailbox that is locked, is gone or has no room is
     * no reason for the others to wait or to fail.
     *
     * @param targets small ones, see {@link Filing#oneStatement}, all without flags
     * @return empty where the message was not filed
     * @throws IOException a spool could not be read; nothing was filed
     */
    List<Optional<Appended>> fileAtOnce(List<MailStore.Target> targets) throws IOException {
        var now = clock.instant();
        var rows = run(SKIPPING, targets, messages(targets), now);
        var filed = new ArrayList<Optional<Appended>>(targets.size());
        for (int i = 0; i < targets.size(); i++) {
            var row = rows.get(i);
            filed.add(
                    row == null || !row.fits()
                            ? Optional.empty()
                            : Optional.of(told(targets.get(i), row, now)));
        }
        return filed;
    }

    private record Row(int place, boolean fits, Filing.@Nullable Filed filed) {}

    private Appended told(MailStore.Target target, Row row, Instant now) {
        var message = target.message();
        var filed = Objects.requireNonNull(row.filed());
        feed.changed(message.mailbox(), Filing.delta(message, new String[0], filed, now));
        indexer.filed(message.mailbox().account());
        return new Appended(message.mailbox(), filed.uidValidity(), filed.uid(), filed.modseq());
    }

    /** By their hashes and in the order of them, so that two do not wait for each other. */
    private static Map<byte[], Incoming> messages(List<MailStore.Target> targets) {
        var messages = new TreeMap<byte[], Incoming>(Arrays::compareUnsigned);
        for (var target : targets) {
            messages.putIfAbsent(target.message().octets().sha256(), target.message());
        }
        return messages;
    }

    /** By their places; null where the mailbox was not there, or not free. */
    private List<@Nullable Row> run(
            String sql, List<MailStore.Target> targets, Map<byte[], Incoming> messages, Instant now)
            throws IOException {
        var statement = jdbc.sql(sql).param("now", Timestamp.from(now), Types.TIMESTAMP);
        setMessages(statement, messages.values());
        setTargets(statement, targets, List.copyOf(messages.keySet()));
        var rows = new ArrayList<@Nullable Row>(Collections.nCopies(targets.size(), null));
        statement
                .query((row, _) -> {
                    boolean fits = row.getBoolean(2);
                    return new Row(
                            row.getInt(1),
                            fits,
                            fits
                                    ? new Filing.Filed(
                                            row.getLong(3),
                                            row.getLong(4),
                                            row.getLong(5),
                                            row.getLong(6),
                                            row.getLong(7))
                                    : null);
                })
                .list()
                .forEach(row -> rows.set(row.place() - 1, row));
        return rows;
    }

    private static void setMessages(
            JdbcClient.StatementSpec statement, Collection<Incoming> messages) throws IOException {
        var octets = new byte[messages.size()][];
        int next = 0;
        int bodies = 0;
        for (var message : messages) {
            if (message.octets().size() <= Bodies.CHUNK) {
                octets[next] = Bodies.whole(message.octets());
                bodies++;
            }
            next++;
        }
        var spools = messages.stream().map(Incoming::octets).toList();
        statement
                .param("sha256", spools.stream().map(s -> s.sha256()).toArray(byte[][]::new))
                .param("sizes", spools.stream().map(s -> s.size()).toArray(Long[]::new))
                .param("crlf_sizes", spools.stream().map(s -> s.crlfSize()).toArray(Long[]::new))
                .param("octets", octets)
                .param("bodies", bodies);
        ContentColumns.set(statement, messages.stream().map(Incoming::parsed).toList());
    }

    private static void setTargets(
            JdbcClient.StatementSpec statement,
            List<MailStore.Target> targets,
            List<byte[]> hashes) {
        var boxes = targets.stream().map(target -> target.message().mailbox()).toList();
        var distinct = boxes.stream().distinct().toList();
        var places =
                targets.stream()
                        .map(target -> target.message().octets().sha256())
                        .map(hash -> 1L + place(hash, hashes));
        statement
                .param("box_accounts", accounts(distinct))
                .param("box_mailboxes", numbers(distinct))
                .param("accounts", accounts(boxes))
                .param("mailboxes", numbers(boxes))
                .param("messages", places.toArray(Long[]::new))
                .param(
                        "quotas",
                        targets.stream().map(MailStore.Target::quotaOctets).toArray(Long[]::new))
                .param(
                        "dates", // of the same octets several may be given
                        targets.stream()
                                .map(target -> target.message().internalDate().toString())
                                .toArray(String[]::new));
    }

    private static int place(byte[] hash, List<byte[]> hashes) {
        return Collections.binarySearch(hashes, hash, Arrays::compareUnsigned);
    }

    private static Long[] accounts(List<MailboxId> boxes) {
        return boxes.stream().map(box -> box.account().value()).toArray(Long[]::new);
    }

    private static Long[] numbers(List<MailboxId> boxes) {
        return boxes.stream().map(MailboxId::number).toArray(Long[]::new);
    }
}

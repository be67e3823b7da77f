package org.bocau.mailbox;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bocau.account.AccountId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * COPY and MOVE: small rows that point to the same content. Runs in the caller's transaction.
 *
 * <p>Contents are per account, so that an account is one shard: from one account to another they
 * are written again, under the same id (the copy has the EMAILID of the original, RFC 8474 §5.1,
 * also when it comes back), and share the body.
 */
@Component
class Copying {
    private static final UidSet EVERYTHING = UidSet.ofRanges(1, 0xFFFF_FFFFL);

    private static final String COPY =
            """
            with source as (
                select m.*, row_number() over (order by m.uid) - 1 as place
                  from unnest(:firsts::bigint[], :lasts::bigint[]) r (lo, hi)
                  join message m on m.account_id = :account and m.mailbox_id = :from and m.uid between r.lo and r.hi),
            copied as (
                insert into message (account_id, mailbox_id, uid, modseq, flags, keywords, content_id, size,
                                     internal_date, saved_at)
                select :owner, :to, :uid_next + place, :modseq, flags & :kept_flags,
                       case when :keep_keywords then keywords else '{}' end, content_id, size,
                       internal_date, :now
                  from source),
            counted as (
                update mailbox b
                   set uid_next = b.uid_next + s.n, highest_modseq = :modseq, messages = b.messages + s.n,
                       unseen = b.unseen + s.unseen, deleted = b.deleted + s.deleted, octets = b.octets + s.octets
                  from (select count(*) n, coalesce(sum(size), 0) octets,
                               count(*) filter (where (flags & :kept_flags & 1) = 0) unseen,
                               count(*) filter (where (flags & :kept_flags & 8) <> 0) deleted from source) s
                 where b.account_id = :owner and b.id = :to and s.n > 0)
            select uid, :uid_next + place as copy, size from source order by uid
            """;

    /** What belongs to a content, and where its id stands. */
    private static final Map<String, String> CONTENT_TABLES =
            Map.of("message_content", "id", "message_text", "content_id");

    private final JdbcClient jdbc;
    private final Removal removal;
    private final ChangeFeed feed;
    private final Indexer indexer;
    private final Clock clock;

    Copying(JdbcClient jdbc, Removal removal, ChangeFeed feed, Indexer indexer, Clock clock) {
        this.jdbc = jdbc;
        this.removal = removal;
        this.feed = feed;
        this.indexer = indexer;
        this.clock = clock;
    }

    private record Pair(long uid, long copy, long size) {}

    /**
     * @param kept what may be set in the target: other flags are not copied (RFC 4314 §4)
     */
    Copied copy(MailboxId from, UidSet uids, MailboxId to, Rights kept, long quotaOctets) {
        var boxes = Locking.lockBoth(jdbc, from, to);
        var pairs = insert(boxes, uids, kept);
        if (!pairs.isEmpty()) {
            charge(to.account(), pairs, quotaOctets);
            feed.changed(to);
        }
        return copied(boxes.to(), pairs);
    }

    /**
     * @param quotaOctets counts only where the messages go to another account
     */
    Copied move(MailboxId from, UidSet uids, MailboxId to, Rights kept, long quotaOctets) {
        var boxes = Locking.lockBoth(jdbc, from, to);
        var pairs = insert(boxes, uids, kept);
        if (!pairs.isEmpty()) {
            if (boxes.apart()) {
                charge(to.account(), pairs, quotaOctets);
            }
            var moved = UidSet.of(pairs.stream().mapToLong(Pair::uid).toArray());
            removal.remove(from, moved, !boxes.apart());
            feed.changed(to);
        }
        return copied(boxes.to(), pairs);
    }

    Copied moveAll(MailboxId from, MailboxId to) {
        return move(from, EVERYTHING, to, Rights.ALL, 0);
    }

    private void charge(AccountId account, List<Pair> pairs, long quotaOctets) {
        long octets = pairs.stream().mapToLong(Pair::size).sum();
        Locking.use(jdbc, account, octets, pairs.size(), quotaOctets);
    }

    /**
     * Writes the contents for the other account, whatever their columns are; those it has already
     * are left.
     */
    private void carryOver(Locking.Both boxes, UidSet uids) {
        for (var table : CONTENT_TABLES.entrySet()) {
            jdbc.sql(
                            """
                            insert into %1$s
                            select other.*
                              from (select distinct m.content_id
                                      from unnest(:firsts::bigint[], :lasts::bigint[]) r (lo, hi)
                                      join message m on m.account_id = :account and m.mailbox_id = :from
                                       and m.uid between r.lo and r.hi) wanted
                              join %1$s c on c.account_id = :account and c.%2$s = wanted.content_id
                             cross join lateral jsonb_populate_record(
                                   c, jsonb_build_object('account_id', :owner::bigint)) other
                                on conflict do nothing
                            """
                                    .formatted(table.getKey(), table.getValue()))
                    .param("account", boxes.from().id().account().value())
                    .param("from", boxes.from().id().number())
                    .param("owner", boxes.to().id().account().value())
                    .param("firsts", uids.firsts())
                    .param("lasts", uids.lasts())
                    .update();
        }
        lowerIndexMark(boxes, uids);
    }

    /**
     * Carried contents keep their ids, so they may lie below the target's mark; their text may be
     * missing where the source's index is behind. The row stays locked until all is committed.
     */
    private void lowerIndexMark(Locking.Both boxes, UidSet uids) {
        var owner = boxes.to().id().account();
        jdbc.sql(
                        "insert into search_state (account_id, indexed_to) values (?, 0) on conflict do nothing")
                .param(owner.value())
                .update();
        jdbc.sql(
                        """
                        update search_state s set indexed_to = least(s.indexed_to, (
                            select min(c.id) - 1
                              from unnest(:firsts::bigint[], :lasts::bigint[]) r (lo, hi)
                              join message m on m.account_id = :account and m.mailbox_id = :from
                               and m.uid between r.lo and r.hi
                              join message_content c on c.account_id = :owner and c.id = m.content_id
                             where not exists (select 1 from message_text t
                                                where t.account_id = :owner and t.content_id = c.id)))
                         where s.account_id = :owner
                        """)
                .param("account", boxes.from().id().account().value())
                .param("from", boxes.from().id().number())
                .param("owner", owner.value())
                .param("firsts", uids.firsts())
                .param("lasts", uids.lasts())
                .update();
        indexer.filed(owner);
    }

    private List<Pair> insert(Locking.Both boxes, UidSet uids, Rights kept) {
        var source = boxes.from();
        var target = boxes.to();
        if (boxes.apart()) {
            carryOver(boxes, uids);
        }
        var pairs =
                jdbc.sql(COPY)
                        .param("account", source.id().account().value())
                        .param("from", source.id().number())
                        .param("owner", target.id().account().value())
                        .param("to", target.id().number())
                        .param("kept_flags", kept.settableFlags())
                        .param("keep_keywords", kept.settableKeywords())
                        .param("firsts", uids.firsts())
                        .param("lasts", uids.lasts())
                        .param("uid_next", target.mailbox().uidNext())
                        .param("modseq", target.nextModseq())
                        .param("now", Timestamp.from(clock.instant()))
                        .query((row, _) ->
                                new Pair(
                                        row.getLong("uid"),
                                        row.getLong("copy"),
                                        row.getLong("size")))
                        .list();
        if (!pairs.isEmpty() && !source.keywords().isEmpty() && !source.id().equals(target.id())) {
            takeKeywords(target, pairs);
        }
        return pairs;
    }

    /**
     * The copies' keywords join the target's list; where it spells one differently, the copies
     * follow.
     */
    private void takeKeywords(Locking.Locked target, List<Pair> pairs) {
        var used =
                jdbc.sql(
                                """
                                select distinct k from message m, unnest(m.keywords) k
                                 where m.account_id = ? and m.mailbox_id = ? and m.uid between ? and ?
                                """)
                        .params(
                                target.id().account().value(),
                                target.id().number(),
                                pairs.getFirst().copy(),
                                pairs.getLast().copy())
                        .query((row, _) -> row.getString(1))
                        .list();
        if (used.isEmpty()) {
            return;
        }
        String[] here = Keywords.inSpelling(target.keywords(), used);
        for (String word : used) {
            String spelled =
                    List.of(here).stream()
                            .filter(h ->
                                    h.toLowerCase(Locale.ROOT)
                                            .equals(word.toLowerCase(Locale.ROOT)))
                            .findFirst()
                            .orElse(word);
            if (!spelled.equals(word)) {
                respell(target, pairs, word, spelled);
            }
        }
        var all = new ArrayList<>(target.keywords());
        List.of(here).stream().filter(w -> !all.contains(w)).forEach(all::add);
        jdbc.sql("update mailbox set keywords = ? where account_id = ? and id = ?")
                .params(
                        all.toArray(String[]::new),
                        target.id().account().value(),
                        target.id().number())
                .update();
    }

    private void respell(Locking.Locked target, List<Pair> pairs, String from, String to) {
        jdbc.sql(
                        """
                        update message set keywords = array_replace(keywords, ?, ?)
                         where account_id = ? and mailbox_id = ? and uid between ? and ?
                        """)
                .params(
                        from,
                        to,
                        target.id().account().value(),
                        target.id().number(),
                        pairs.getFirst().copy(),
                        pairs.getLast().copy())
                .update();
    }

    private static Copied copied(Locking.Locked target, List<Pair> pairs) {
        return new Copied(
                target.mailbox().uidValidity(),
                pairs.stream().mapToLong(Pair::uid).toArray(),
                pairs.stream().mapToLong(Pair::copy).toArray());
    }
}

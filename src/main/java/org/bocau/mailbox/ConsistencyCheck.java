package org.bocau.mailbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Recounts the store from its rows and compares: counters, mod-sequences, quota, references,
 * bodies. Reads one snapshot, so it may run beside traffic. Every integration test ends with it; an
 * administrator may run it at any time.
 */
@Component
public class ConsistencyCheck {
    /** What is wrong, and a query that finds it: each row one text. */
    private static final Map<String, String> CHECKS = new LinkedHashMap<>();

    static {
        CHECKS.put(
                "mailbox counters differ from its messages",
                """
                select b.account_id || '/' || b.id || ' ' || b.name || ': ' || b.messages || ',' || b.unseen || ','
                       || b.deleted || ',' || b.octets || ' counted ' || c.n || ',' || c.unseen || ',' || c.deleted || ','
                       || c.octets
                  from mailbox b cross join lateral (
                        select count(*) n, count(*) filter (where (flags & 1) = 0) unseen,
                               count(*) filter (where (flags & 8) <> 0) deleted, coalesce(sum(size), 0) octets
                          from message m where m.account_id = b.account_id and m.mailbox_id = b.id) c
                 where (b.messages, b.unseen, b.deleted, b.octets) is distinct from (c.n, c.unseen, c.deleted, c.octets)
                """);
        CHECKS.put(
                "usage differs from the account's messages",
                """
                select u.account_id || ': ' || u.octets || ',' || u.messages || ' counted ' || c.octets || ',' || c.n
                  from account_usage u cross join lateral (
                        select count(*) n, coalesce(sum(size), 0) octets from message m
                         where m.account_id = u.account_id) c
                 where (u.octets, u.messages) is distinct from (c.octets, c.n)
                """);
        CHECKS.put(
                "UIDNEXT is not above every UID",
                """
                select x.account_id || '/' || x.mailbox_id || ' uid ' || x.uid
                  from (select account_id, mailbox_id, uid from message
                        union all select account_id, mailbox_id, uid from expunged) x
                  join mailbox b on b.account_id = x.account_id and b.id = x.mailbox_id
                 where x.uid >= b.uid_next or x.uid < 1
                """);
        CHECKS.put(
                "HIGHESTMODSEQ is below a mod-sequence",
                """
                select x.account_id || '/' || x.mailbox_id || ' modseq ' || x.modseq
                  from (select account_id, mailbox_id, modseq from message
                        union all select account_id, mailbox_id, modseq from expunged) x
                  join mailbox b on b.account_id = x.account_id and b.id = x.mailbox_id
                 where x.modseq > b.highest_modseq or x.modseq < 1
                """);
        CHECKS.put(
                "UID both present and expunged",
                """
                select account_id || '/' || mailbox_id || ' uid ' || uid
                  from message join expunged using (account_id, mailbox_id, uid)
                """);
        CHECKS.put(
                "message or tombstone without a mailbox",
                """
                select x.account_id || '/' || x.mailbox_id
                  from (select account_id, mailbox_id from message
                        union select account_id, mailbox_id from expunged) x
                  left join mailbox b on b.account_id = x.account_id and b.id = x.mailbox_id
                 where b.id is null or not b.selectable
                """);
        CHECKS.put(
                "message without content, or of another size",
                """
                select m.account_id || '/' || m.mailbox_id || ' uid ' || m.uid
                  from message m left join message_content c on c.account_id = m.account_id and c.id = m.content_id
                 where c.id is null or c.size <> m.size
                """);
        CHECKS.put(
                "content without a message",
                """
                select c.account_id || ' content ' || c.id from message_content c
                 where not exists (select 1 from message m where m.account_id = c.account_id and m.content_id = c.id)
                """);
        CHECKS.put(
                "searchable text without a content",
                """
                select t.account_id || ' content ' || t.content_id || ' piece ' || t.n from message_text t
                 where not exists (select 1 from message_content c where c.account_id = t.account_id and c.id = t.content_id)
                """);
        CHECKS.put(
                "content without searchable text, though it counts as indexed",
                """
                select c.account_id || ' content ' || c.id
                  from message_content c join search_state s on s.account_id = c.account_id and s.indexed_to >= c.id
                 where not exists (select 1 from message_text t
                                    where t.account_id = c.account_id and t.content_id = c.id and t.n = 0)
                """);
        CHECKS.put(
                "content without its body, or of another size",
                """
                select c.account_id || ' content ' || c.id
                  from message_content c left join body b on b.sha256 = c.body_sha256
                 where b.sha256 is null or b.size <> c.size
                """);
        CHECKS.put(
                "body whose chunks are not its octets",
                """
                select encode(b.sha256, 'hex')
                  from body b left join lateral (
                        select count(*) n, max(n) last, coalesce(sum(length(octets)), 0) octets from body_chunk k
                         where k.sha256 = b.sha256) k on true
                 where k.octets <> b.size or k.n <> coalesce(k.last + 1, 0)
                """);
        CHECKS.put(
                "body whose octets are not those of its name",
                """
                select encode(b.sha256, 'hex') from body b join body_chunk k on k.sha256 = b.sha256 and k.n = 0
                 where b.size <= 262144 and sha256(k.octets) <> b.sha256
                """);
        CHECKS.put(
                "chunk without a body",
                """
                select encode(k.sha256, 'hex') from body_chunk k
                 where not exists (select 1 from body b where b.sha256 = k.sha256)
                """);
        CHECKS.put(
                "account without INBOX",
                """
                select u.account_id::text from account_usage u
                 where not exists (select 1 from mailbox b where b.account_id = u.account_id and b.name = 'INBOX')
                """);
    }

    private final JdbcClient jdbc;
    private final TransactionTemplate oneMoment;

    ConsistencyCheck(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.oneMoment = new TransactionTemplate(transactions);
        oneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        oneMoment.setReadOnly(true);
    }

    /** Every contradiction found, at most twenty of a kind; empty when the store is whole. */
    public List<String> problems() {
        return Objects.requireNonNull(
                oneMoment.execute(_ -> {
                    var problems = new ArrayList<String>();
                    CHECKS.forEach((what, query) ->
                            jdbc.sql(query + " limit 20")
                                    .query((row, _) -> what + ": " + row.getString(1))
                                    .list()
                                    .forEach(problems::add));
                    return problems;
                }));
    }
}

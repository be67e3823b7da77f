package org.bocau.mailbox;

import java.io.IOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.bocau.mailbox.Changes.MessageState;
import org.bocau.message.Spool;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Puts messages into mailboxes: one statement each, which also saves a small body, so that a
 * delivery to one mailbox is one round trip. The mailbox row's update allocates UID and
 * mod-sequence and holds its lock until commit, so both appear in commit order. The body is touched
 * before the mailbox is locked, in every path: the order of locks.
 */
@Component
class Filing {
    /** Saves a small body; whoever locks a mailbox then asks for its one row first. */
    private static final String TOUCHED =
            """
            touched as (
                insert into body (sha256, size, touched_at) values (:sha256, :size, :now)
                on conflict (sha256) do update set touched_at = excluded.touched_at
                returning sha256, xmax = 0 as fresh),
            chunk as (
                insert into body_chunk (sha256, n, octets) select sha256, 0, :octets from touched where fresh),
            """;

    private static final String FILE =
            """
            with %s
            box as (
                update mailbox
                   set uid_next = uid_next + 1, modseq_before = highest_modseq, highest_modseq = next_modseq(highest_modseq),
                       messages = messages + 1,
                       unseen = unseen + :unseen, deleted = deleted + :deleted, octets = octets + :size,
                       keywords = keywords || array(select k from unnest(:keywords::text[]) k where k <> all (keywords))
                 where account_id = :account and id = :mailbox and selectable%s
                returning uid_next - 1 as uid, modseq_before, highest_modseq as modseq, uid_validity),
            usage as (
                update account_usage u set octets = u.octets + :size, messages = u.messages + 1
                  from box
                 where u.account_id = :account and (:quota <= 0 or u.octets + :size <= :quota)
                returning 1),
            fresh as (select nextval('message_content_seq') as id from usage),
            content as (
                insert into message_content (account_id, id, thread_id, body_sha256, size, crlf_size, %s)
                select :account, fresh.id,
                        join_thread(:account, fresh.id, :message_id_hash::bigint, :relatives::bigint[], :base_subject),
                        :sha256, :size, :crlf_size, %s
                  from fresh),
            filed as (
                insert into message (account_id, mailbox_id, uid, modseq, flags, keywords, content_id, size,
                        internal_date, saved_at)
                select :account, :mailbox, box.uid, box.modseq, :flags, :keywords::text[], fresh.id, :size,
                        :internal_date, :now
                  from box, fresh)
            select box.uid_validity, box.uid, box.modseq_before, box.modseq,
                   coalesce((select id from fresh), refuse_over_quota()) as email_id from box
            """;

    private static final String WITH_BODY =
            FILE.formatted(
                    TOUCHED,
                    " and (select count(*) from touched) = 1",
                    ContentColumns.NAMES,
                    ContentColumns.PARAMETERS);

    private static final String WITHOUT_BODY =
            FILE.formatted("", "", ContentColumns.NAMES, ContentColumns.PARAMETERS);

    /** What refuse_over_quota() raises, so that the statement has done nothing. */
    private static final String OVER_QUOTA = "BQ001";

    private final JdbcClient jdbc;
    private final Bodies bodies;
    private final Keywords keywords;
    private final ChangeFeed feed;
    private final Indexer indexer;
    private final Clock clock;

    Filing(
            JdbcClient jdbc,
            Bodies bodies,
            Keywords keywords,
            ChangeFeed feed,
            Indexer indexer,
            Clock clock) {
        this.jdbc = jdbc;
        this.bodies = bodies;
        this.keywords = keywords;
        this.feed = feed;
        this.indexer = indexer;
        this.clock = clock;
    }

    /** What a statement says of a message it has filed. */
    record Filed(long uidValidity, long uid, long modseqBefore, long modseq, long emailId) {}

    /** True when the message can be filed by {@link #fileAtOnce}. */
    static boolean oneStatement(List<Incoming> messages) {
        return messages.size() == 1 && messages.getFirst().octets().size() <= Bodies.CHUNK;
    }

    /** One small message, body and all, in one statement that needs no transaction. */
    Appended fileAtOnce(Incoming message, long quotaOctets) throws IOException {
        byte[] octets;
        try (var in = message.octets().open()) {
            octets = in.readAllBytes();
        }
        var statement = jdbc.sql(WITH_BODY).param("octets", octets);
        return file(statement, message, quotaOctets, clock.instant());
    }

    /**
     * Saves the bodies, in the order of their hashes, so that two who save the same ones do not
     * wait for each other. In the caller's transaction, before any mailbox is locked.
     */
    void saveBodies(List<Incoming> messages) throws IOException {
        var spools = new TreeMap<byte[], Spool>(Arrays::compareUnsigned);
        for (Incoming message : messages) {
            spools.putIfAbsent(message.octets().sha256(), message.octets());
        }
        for (Spool octets : spools.values()) {
            var _ = bodies.save(octets);
        }
    }

    /**
     * Files messages whose bodies are saved, in the caller's transaction and in the order given;
     * the caller has sorted by account and mailbox where it matters.
     */
    List<Appended> fileSaved(List<Incoming> messages, long quotaOctets) {
        var appended = new ArrayList<Appended>(messages.size());
        var now = clock.instant();
        for (Incoming message : messages) {
            appended.add(file(jdbc.sql(WITHOUT_BODY), message, quotaOctets, now));
        }
        return appended;
    }

    private Appended file(
            JdbcClient.StatementSpec statement, Incoming message, long quotaOctets, Instant now) {
        var words = words(message);
        Filed filed;
        try {
            filed =
                    parameters(statement, message, words, quotaOctets, now)
                            .query(Filed.class)
                            .optional()
                            .orElseThrow(StoreRefusal::noSuchMailbox);
        } catch (UncategorizedSQLException refused) {
            throw refusal(refused);
        }
        feed.changed(message.mailbox(), delta(message, words, filed, now));
        indexer.filed(message.mailbox().account());
        return new Appended(message.mailbox(), filed.uidValidity(), filed.uid(), filed.modseq());
    }

    /** What an error of the statement means; itself, if it is none of those it raises. */
    static RuntimeException refusal(UncategorizedSQLException refused) {
        var cause = refused.getSQLException();
        return cause != null && OVER_QUOTA.equals(cause.getSQLState())
                ? StoreRefusal.overQuota()
                : refused;
    }

    private String[] words(Incoming message) {
        var wanted = message.flags().keywords();
        return wanted.isEmpty() ? new String[0] : keywords.inSpellingOf(message.mailbox(), wanted);
    }

    static Delta delta(Incoming message, String[] words, Filed filed, Instant now) {
        var state =
                new MessageState(
                        filed.uid(),
                        filed.modseq(),
                        new Flags(message.flags().system(), List.of(words)),
                        message.octets().size(),
                        message.internalDate().getEpochSecond(),
                        now.getEpochSecond(),
                        filed.emailId());
        return new Delta(filed.modseqBefore(), filed.modseq(), List.of(state), UidSet.NONE);
    }

    private static JdbcClient.StatementSpec parameters(
            JdbcClient.StatementSpec statement,
            Incoming message,
            String[] words,
            long quotaOctets,
            Instant now) {
        var id = message.mailbox();
        int flags = message.flags().system();
        statement
                .param("account", id.account().value())
                .param("mailbox", id.number())
                .param("unseen", Flag.SEEN.in(flags) ? 0 : 1)
                .param("deleted", Flag.DELETED.in(flags) ? 1 : 0)
                .param("keywords", words)
                .param("quota", quotaOctets)
                .param("flags", flags)
                .param(
                        "internal_date",
                        Timestamp.from(message.internalDate()),
                        java.sql.Types.TIMESTAMP)
                .param("now", Timestamp.from(now), java.sql.Types.TIMESTAMP)
                .param("sha256", message.octets().sha256())
                .param("size", message.octets().size())
                .param("crlf_size", message.octets().crlfSize());
        return ContentColumns.set(statement, message.parsed());
    }
}

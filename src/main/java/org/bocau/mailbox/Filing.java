package org.bocau.mailbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bocau.message.ParsedMessage;
import org.bocau.message.SearchText;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Puts messages into mailboxes: one statement each, after the body is saved. The mailbox row's
 * update allocates UID and mod-sequence and holds its lock until commit, so both appear in commit
 * order.
 */
@Component
class Filing {
    private static final String FILE =
            """
            with box as (
                update mailbox
                   set uid_next = uid_next + 1, highest_modseq = highest_modseq + 1, messages = messages + 1,
                       unseen = unseen + :unseen, deleted = deleted + :deleted, octets = octets + :size,
                       keywords = keywords || array(select k from unnest(:keywords::text[]) k where k <> all (keywords))
                 where account_id = :account and id = :mailbox and selectable
                returning uid_next - 1 as uid, highest_modseq as modseq, uid_validity),
            usage as (
                update account_usage u set octets = u.octets + :size, messages = u.messages + 1
                  from box
                 where u.account_id = :account and (:quota <= 0 or u.octets + :size <= :quota)
                returning 1),
            fresh as (select nextval('message_content_seq') as id from usage),
            content as (
                insert into message_content (account_id, id, thread_id, body_sha256, size, crlf_size, message_id_hash, sent_on,
                        subject, base_subject, sender, has_attachment, preview, envelope, body_basic, body_structure,
                        header, parts)
                select :account, fresh.id, coalesce(thread.id, fresh.id), :sha256, :size, :crlf_size, :message_id, :sent_on,
                        :subject, :base_subject, :sender, :attachment, :preview, :envelope, :body, :structure,
                        :header, :parts
                  from fresh left join lateral (
                        select c.thread_id as id from message_content c
                         where c.account_id = :account and c.message_id_hash = any(:references::bigint[])
                           and c.base_subject = :base_subject
                         order by c.id desc limit 1) thread on true),
            searchable as (
                insert into message_text (account_id, content_id, header, body)
                select :account, fresh.id, :header_text, :body_text from fresh),
            filed as (
                insert into message (account_id, mailbox_id, uid, modseq, flags, keywords, content_id, size,
                        internal_date, saved_at)
                select :account, :mailbox, box.uid, box.modseq, :flags, :keywords::text[], fresh.id, :size,
                        :internal_date, :now
                  from box, fresh)
            select box.uid_validity, box.uid, box.modseq, (select count(*) from usage) as within_quota from box
            """;

    private final JdbcClient jdbc;
    private final Bodies bodies;
    private final Keywords keywords;
    private final ChangeFeed feed;
    private final Clock clock;

    Filing(JdbcClient jdbc, Bodies bodies, Keywords keywords, ChangeFeed feed, Clock clock) {
        this.jdbc = jdbc;
        this.bodies = bodies;
        this.keywords = keywords;
        this.feed = feed;
        this.clock = clock;
    }

    private record Filed(long uidValidity, long uid, long modseq, long withinQuota) {}

    /**
     * In the caller's transaction, in the order given; the caller has sorted by account and mailbox
     * where it matters.
     */
    List<Appended> file(List<Incoming> messages, long quotaOctets) throws IOException {
        var appended = new ArrayList<Appended>(messages.size());
        var now = clock.instant();
        for (Incoming message : messages) {
            appended.add(file(message, bodies.save(message.octets()), quotaOctets, now));
            feed.changed(message.mailbox());
        }
        return appended;
    }

    private Appended file(Incoming message, BodyKey body, long quotaOctets, Instant now) {
        var id = message.mailbox();
        ParsedMessage parsed = message.parsed();
        String[] words =
                message.flags().keywords().isEmpty()
                        ? new String[0]
                        : keywords.inSpellingOf(id, message.flags().keywords());
        int flags = message.flags().system();
        var filed =
                jdbc.sql(FILE)
                        .param("account", id.account().value())
                        .param("mailbox", id.number())
                        .param("unseen", Flag.SEEN.in(flags) ? 0 : 1)
                        .param("deleted", Flag.DELETED.in(flags) ? 1 : 0)
                        .param("size", body.size())
                        .param("crlf_size", message.octets().crlfSize())
                        .param("keywords", words)
                        .param("quota", quotaOctets)
                        .param("sha256", body.sha256())
                        .param("message_id", hashOrNull(parsed.messageId()), java.sql.Types.BIGINT)
                        .param("references", references(parsed))
                        .param("sent_on", sentOn(parsed), java.sql.Types.DATE)
                        .param("subject", parsed.subject())
                        .param("base_subject", parsed.baseSubject())
                        .param("sender", parsed.from())
                        .param("attachment", parsed.hasAttachment())
                        .param("preview", parsed.preview())
                        .param("envelope", parsed.envelope())
                        .param("body", parsed.body())
                        .param("structure", parsed.bodyStructure())
                        .param("header", wholeHeader(parsed), java.sql.Types.BINARY)
                        .param("parts", parsed.root().encode())
                        .param("header_text", SearchText.caseless(parsed.headerText()))
                        .param("body_text", SearchText.caseless(parsed.bodyText()))
                        .param("flags", flags)
                        .param(
                                "internal_date",
                                timestamp(message.internalDate()),
                                java.sql.Types.TIMESTAMP)
                        .param("now", timestamp(now), java.sql.Types.TIMESTAMP)
                        .query(Filed.class)
                        .optional()
                        .orElseThrow(StoreRefusal::noSuchMailbox);
        if (filed.withinQuota() == 0) {
            throw StoreRefusal.overQuota(); // rolls the counters back
        }
        return new Appended(id, filed.uidValidity(), filed.uid(), filed.modseq());
    }

    /** Null when the parser cut it: FETCH then reads it from the body. */
    private static byte @Nullable [] wholeHeader(ParsedMessage parsed) {
        long length = parsed.root().bodyStart() - parsed.root().headerStart();
        return parsed.header().length == length ? parsed.header() : null;
    }

    /** The day the Date field names, in its own zone: RFC 3501 §6.4.4 disregards time and zone. */
    private static @Nullable LocalDate sentOn(ParsedMessage parsed) {
        var sent = parsed.sentAt();
        return sent == null ? null : sent.toLocalDate();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }

    /**
     * The message's own id counts too: a copy in Sent and the one that came back are one thread.
     */
    private static Long[] references(ParsedMessage parsed) {
        return Stream.concat(Stream.ofNullable(parsed.messageId()), parsed.references().stream())
                .map(Filing::hash)
                .distinct()
                .toArray(Long[]::new);
    }

    private static @Nullable Long hashOrNull(@Nullable String messageId) {
        return messageId == null ? null : hash(messageId);
    }

    /** 64 bits of SHA-256: chosen ids must not collide at will. */
    private static long hash(String messageId) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(messageId.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

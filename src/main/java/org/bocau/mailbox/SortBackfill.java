package org.bocau.mailbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bocau.account.AccountId;
import org.bocau.message.HeaderBlock;
import org.bocau.message.SortFields;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Computes the sort keys of messages that were stored before the store kept any, from their
 * headers, and stores them: each message once, when its mailbox is first sorted.
 */
@Component
class SortBackfill {
    /** Header blocks have up to 256 KiB each. */
    private static final int BATCH = 40;

    /** As much of a header as the parser reads. */
    private static final int LONGEST = 1024 * 1024;

    private static final String FILL =
            """
            update message_content
               set sent_at = :sent_at::timestamptz, refs = :refs::bigint[], is_reply = :is_reply, base_subject = :base_subject,
                   sort_from = :sort_from, sort_to = :sort_to, sort_cc = :sort_cc,
                   sort_display_from = :sort_display_from, sort_display_to = :sort_display_to
             where account_id = :account and id = :id
            """;

    private final JdbcClient jdbc;
    private final Bodies bodies;

    SortBackfill(JdbcClient jdbc, Bodies bodies) {
        this.jdbc = jdbc;
        this.bodies = bodies;
    }

    private record Stored(long id, BodyKey body, byte @Nullable [] header) {}

    /** Takes email ids. */
    void fill(AccountId account, Collection<Long> contents) {
        var ids = List.copyOf(contents);
        for (int at = 0; at < ids.size(); at += BATCH) {
            var batch = ids.subList(at, Math.min(at + BATCH, ids.size()));
            stored(account, batch).forEach(content -> fill(account, content));
        }
    }

    private List<Stored> stored(AccountId account, List<Long> ids) {
        return jdbc.sql(
                        """
                        select id, body_sha256, size, header from message_content
                         where account_id = ? and id = any (?)
                        """)
                .params(account.value(), ids.toArray(Long[]::new))
                .query((row, _) ->
                        new Stored(
                                row.getLong("id"),
                                new BodyKey(row.getBytes("body_sha256"), row.getLong("size")),
                                row.getBytes("header")))
                .list();
    }

    private void fill(AccountId account, Stored content) {
        jdbc.sql(FILL)
                .param("account", account.value())
                .param("id", content.id())
                .params(columns(SortFields.of(HeaderBlock.parse(header(content)))))
                .update();
    }

    /** Parameters by the names of the columns. */
    static Map<String, @Nullable Object> columns(SortFields sort) {
        var columns = new HashMap<String, @Nullable Object>();
        var sentAt = sort.sentAt();
        columns.put("sent_at", sentAt == null ? null : Timestamp.from(sentAt.toInstant()));
        columns.put("refs", MessageIdHash.all(sort.references()));
        columns.put("is_reply", sort.reply());
        columns.put("base_subject", sort.baseSubject());
        columns.put("sort_from", sort.from());
        columns.put("sort_to", sort.to());
        columns.put("sort_cc", sort.cc());
        columns.put("sort_display_from", sort.displayFrom());
        columns.put("sort_display_to", sort.displayTo());
        return columns;
    }

    /** The store keeps none that is longer than the parser does: then the start of the body. */
    private byte[] header(Stored content) {
        if (content.header() != null) {
            return content.header();
        }
        try (var in = bodies.open(content.body(), 0, LONGEST)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

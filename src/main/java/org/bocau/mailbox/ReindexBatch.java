package org.bocau.mailbox;

import java.io.IOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import org.bocau.account.AccountId;
import org.bocau.message.MimeParser;
import org.bocau.message.ParsedMessage;
import org.bocau.message.Spools;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Some messages of {@link Reindexing}, in its transaction. */
@Component
class ReindexBatch {
    private static final Logger log = LoggerFactory.getLogger(ReindexBatch.class);
    private static final int MESSAGES = 20;

    /** Octets after which a batch ends. */
    private static final long OCTETS = 4L * 1024 * 1024;

    private static final String NEXT =
            """
            select account_id, id, body_sha256, size from message_content
             where (account_id, id) > (:at_account, :at_content)
               and (:account::bigint is null or account_id = :account)
             order by account_id, id limit %d
            """
                    .formatted(MESSAGES);

    private static final String REMAKE =
            """
            update message_content
               set (%s) = row(%s)
             where account_id = :account and id = :id
            """
                    .formatted(ContentColumns.NAMES, ContentColumns.PARAMETERS);

    private final JdbcClient jdbc;
    private final TextRows texts;
    private final Bodies bodies;
    private final Spools spools;
    private final ChangeFeed feed;
    private final Clock clock;

    ReindexBatch(
            JdbcClient jdbc,
            TextRows texts,
            Bodies bodies,
            Spools spools,
            ChangeFeed feed,
            Clock clock) {
        this.jdbc = jdbc;
        this.texts = texts;
        this.bodies = bodies;
        this.spools = spools;
        this.feed = feed;
        this.clock = clock;
    }

    private record Job(@Nullable Long accountId, long atAccount, long atContent) {}

    private record Stored(AccountId account, long id, BodyKey body) {}

    boolean run() {
        var job =
                jdbc.sql(
                                """
                                select account_id, at_account, at_content from reindex_job
                                 where id = 1 and finished_at is null for update skip locked
                                """)
                        .query(Job.class)
                        .optional();
        if (job.isEmpty()) {
            return false;
        }
        var contents = next(job.get());
        if (contents.isEmpty()) {
            finish(job.get());
            return false;
        }
        long octets = 0;
        var remade = new HashSet<AccountId>();
        for (Stored content : contents) {
            var failure = remake(content);
            note(content, failure);
            remade.add(content.account());
            octets += content.body().size();
            if (octets > OCTETS) {
                break;
            }
        }
        remade.forEach(feed::remade);
        return true;
    }

    private List<Stored> next(Job job) {
        return jdbc.sql(NEXT)
                .param("at_account", job.atAccount())
                .param("at_content", job.atContent())
                .param("account", job.accountId(), java.sql.Types.BIGINT)
                .query((row, _) ->
                        new Stored(
                                new AccountId(row.getLong("account_id")),
                                row.getLong("id"),
                                new BodyKey(row.getBytes("body_sha256"), row.getLong("size"))))
                .list();
    }

    private void note(Stored content, @Nullable String failure) {
        jdbc.sql(
                        """
                        update reindex_job set at_account = :account, at_content = :content, done = done + 1,
                               failed = failed + :failed, last_error = coalesce(:error, last_error) where id = 1
                        """)
                .param("account", content.account().value())
                .param("content", content.id())
                .param("failed", failure == null ? 0 : 1)
                .param("error", failure, java.sql.Types.VARCHAR)
                .update();
    }

    private void finish(Job job) {
        jdbc.sql(
                        "update reindex_job set finished_at = ?, parser = case when account_id is null then ? else parser end where id = 1")
                .params(Timestamp.from(clock.instant()), MimeParser.VERSION)
                .update();
        log.info(
                "messages of {} were read anew",
                job.accountId() == null ? "all accounts" : "account " + job.accountId());
    }

    /** Null when it went well; else what is shown to the administrator. */
    private @Nullable String remake(Stored content) {
        try (var octets = spools.create()) {
            try (var out = octets.out();
                    var in = bodies.open(content.body(), 0, content.body().size())) {
                in.transferTo(out);
            }
            remake(content, MimeParser.parse(octets));
            return null;
        } catch (IOException e) {
            if (e.getCause() instanceof DataAccessException down) {
                throw down;
            }
            return failed(content, e);
        } catch (IllegalStateException damaged) { // the body lacks a chunk
            return failed(content, damaged);
        }
    }

    private static String failed(Stored content, Exception reason) {
        log.error("message {} of {} cannot be read", content.id(), content.account(), reason);
        return "message %d of account %d".formatted(content.id(), content.account().value());
    }

    /** Under the lock of the account's mark, so that {@link TextIndex} does not write meanwhile. */
    private void remake(Stored content, ParsedMessage parsed) {
        jdbc.sql("select indexed_to from search_state where account_id = ? for update")
                .param(content.account().value())
                .query(Long.class)
                .list();
        int there =
                ContentColumns.set(jdbc.sql(REMAKE), parsed)
                        .param("account", content.account().value())
                        .param("id", content.id())
                        .update();
        int rows =
                jdbc.sql("delete from message_text where account_id = ? and content_id = ?")
                        .params(content.account().value(), content.id())
                        .update();
        if (there > 0 && rows > 0) { // else it is gone, or TextIndex will come to it
            var source =
                    new TextRows.Source(content.id(), content.body(), parsed.root().encode(), null);
            texts.write(content.account(), List.of(source));
        }
    }
}

package org.bocau.mailbox;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.bocau.account.AccountId;
import org.bocau.message.MimeParser;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The job that makes text, envelopes and structures of stored messages anew from their octets: of
 * one account, of all, and by itself of all when {@link MimeParser#VERSION} has grown.
 *
 * <p>Its row is its state: each batch is a transaction that locks the row, so one node works on it
 * at a time, and it goes on where it was after a crash.
 */
@Component
public class Reindexing {
    private static final Logger log = LoggerFactory.getLogger(Reindexing.class);

    private static final String START =
            """
            update reindex_job
               set account_id = :account, started_at = :now, finished_at = null, at_account = 0, at_content = 0,
                   done = 0, failed = 0, last_error = null,
                   total = (select count(*) from message_content
                             where :account::bigint is null or account_id = :account)
             where id = 1 and finished_at is not null
            """;

    private final JdbcClient jdbc;
    private final ReindexBatch batch;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Reindexing(
            JdbcClient jdbc,
            ReindexBatch batch,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.batch = batch;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * How far the job is.
     *
     * @param account null for all accounts
     * @param startedAt null when there has been none yet
     * @param finishedAt null while it is under way
     * @param done messages
     * @param failed of them; what they had before has stayed
     * @param lastError which message failed last, without its content
     */
    public record State(
            @Nullable AccountId account,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            long done,
            long total,
            long failed,
            @Nullable String lastError) {
        public boolean running() {
            return finishedAt == null;
        }
    }

    public State state() {
        return jdbc.sql("select * from reindex_job where id = 1")
                .query((row, _) -> {
                    long account = row.getLong("account_id");
                    return new State(
                            row.wasNull() ? null : new AccountId(account),
                            instant(row.getTimestamp("started_at")),
                            instant(row.getTimestamp("finished_at")),
                            row.getLong("done"),
                            row.getLong("total"),
                            row.getLong("failed"),
                            row.getString("last_error"));
                })
                .single();
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }

    /**
     * Starts it; the work begins within seconds. Joins the caller's transaction.
     *
     * @param account null for all accounts
     * @return false when a job is under way
     */
    public boolean start(@Nullable AccountId account) {
        return jdbc.sql(START)
                        .param(
                                "account",
                                account == null ? null : account.value(),
                                java.sql.Types.BIGINT)
                        .param("now", Timestamp.from(clock.instant()))
                        .update()
                == 1;
    }

    @Scheduled(fixedDelayString = "${bocau.mailbox.reindex-every:5s}")
    void run() {
        try {
            startForNewParser();
            while (!Thread.currentThread().isInterrupted() && step()) {
                log.debug("re-indexed a batch");
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("re-indexing put off: {}", e.getMessage());
        }
    }

    private void startForNewParser() {
        boolean older =
                !jdbc.sql("select 1 from reindex_job where parser < ? and finished_at is not null")
                        .param(MimeParser.VERSION)
                        .query(Integer.class)
                        .list()
                        .isEmpty();
        if (older && start(null)) {
            log.info("messages are read anew: this version understands them better");
        }
    }

    /** One batch; false when there is nothing to do, or another node does it. */
    boolean step() {
        return Objects.requireNonNull(transaction.execute(_ -> batch.run()));
    }
}

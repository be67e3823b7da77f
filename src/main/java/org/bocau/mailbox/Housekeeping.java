package org.bocau.mailbox;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
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
 * Removes bodies that nobody refers to, tombstones that nobody will ask for, and the memory of
 * messages that will not come any more.
 *
 * <p>A body is removed only when it was not touched for the grace time, and under its row's lock:
 * {@link Bodies#save} of the same octets waits for that lock and then stores them anew.
 */
@Component
class Housekeeping {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final int BATCH = 200;

    private final JdbcClient jdbc;
    private final Tombstones tombstones;
    private final TransactionTemplate transaction;
    private final MailboxProperties properties;
    private final Clock clock;

    Housekeeping(
            JdbcClient jdbc,
            Tombstones tombstones,
            PlatformTransactionManager transactions,
            MailboxProperties properties,
            Clock clock) {
        this.jdbc = jdbc;
        this.tombstones = tombstones;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
        this.clock = clock;
    }

    @Scheduled(
            fixedDelayString = "${bocau.mailbox.housekeeping-every:10m}",
            initialDelayString = "1m")
    void run() {
        try {
            int bodies = collectBodies();
            int tombstones = forgetTombstones();
            forgetAwaited();
            if (bodies + tombstones > 0) {
                log.info(
                        "removed {} bodies without a message and {} old tombstones",
                        bodies,
                        tombstones);
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("housekeeping put off: {}", e.getMessage());
        }
    }

    /** Returns how many were removed. */
    int collectBodies() {
        int removed = 0;
        byte[] last = new byte[0];
        while (true) {
            var batch = candidates(last);
            if (batch.isEmpty()) {
                return removed;
            }
            last = batch.getLast().sha256();
            removed += remove(batch);
        }
    }

    private List<BodyKey> candidates(byte[] after) {
        return jdbc.sql(
                        """
                        select sha256, size from body b
                         where touched_at < :before and sha256 > :after
                           and not exists (select 1 from message_content c where c.body_sha256 = b.sha256)
                         order by sha256 limit :batch
                        """)
                .param("before", before(properties.bodyGrace()))
                .param("after", after)
                .param("batch", BATCH)
                .query((row, _) -> new BodyKey(row.getBytes(1), row.getLong(2)))
                .list();
    }

    private int remove(List<BodyKey> bodies) {
        int removed = 0;
        for (BodyKey body : bodies) {
            removed += transaction.execute(_ -> remove(body));
        }
        return removed;
    }

    /** Asked again under the lock: the body may have been touched since. */
    private Integer remove(BodyKey body) {
        int gone =
                jdbc.sql(
                                """
                                delete from body where sha256 = (
                                    select sha256 from body b where sha256 = :sha256 and touched_at < :before
                                       and not exists (select 1 from message_content c where c.body_sha256 = b.sha256)
                                       for update skip locked)
                                """)
                        .param("sha256", body.sha256())
                        .param("before", before(properties.bodyGrace()))
                        .update();
        if (gone > 0) {
            jdbc.sql("delete from body_chunk where sha256 = ?").param(body.sha256()).update();
        }
        return gone;
    }

    /** Returns how many were removed. */
    int forgetTombstones() {
        return tombstones.forget(clock.instant().minus(properties.tombstonesKept()));
    }

    /** Ids that messages refer to, of messages that never came. Returns how many were removed. */
    int forgetAwaited() {
        return jdbc.sql("delete from awaited_message where awaited_since < ?")
                .param(before(properties.tombstonesKept()))
                .update();
    }

    private Timestamp before(java.time.Duration age) {
        return Timestamp.from(clock.instant().minus(age));
    }
}

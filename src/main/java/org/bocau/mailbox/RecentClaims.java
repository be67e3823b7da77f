package org.bocau.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Which messages have been shown to a session as \Recent. RFC 3501 §2.3.2. The sessions of a node
 * claim them here, each message for one of them; a thread writes the claims down behind them, so
 * that a new message costs no session a query (src/docs/decisions/0053).
 *
 * <p>What is not written yet when the process is killed is shown as \Recent again, and so may be
 * what sessions of two nodes have open at once: RFC 3501 leaves undefined which of several sessions
 * sees it, and wants \Recent where it cannot be known.
 */
@Component
class RecentClaims implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(RecentClaims.class);
    private static final long GATHER_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Mailboxes that are remembered; of others the database is asked. */
    private static final int MOST_KNOWN = 100_000;

    /** Like flags: committed, but not waited for until it is on the disk. */
    private static final String WRITE =
            """
            update mailbox set recent_from = :from
             where account_id = :account and id = :mailbox and recent_from < :from
               and set_config('synchronous_commit', 'off', true) is not null
            """;

    private final JdbcClient jdbc;
    private final Cache<MailboxId, Long> known =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();
    private final ConcurrentHashMap<MailboxId, Long> unwritten = new ConcurrentHashMap<>();
    private final Lifetime life = new Lifetime();

    RecentClaims(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** UIDs from here on were shown to no read-write session of this node; 0: not remembered. */
    long from(MailboxId mailbox) {
        Long from = known.getIfPresent(mailbox);
        return from != null ? from : unwritten.getOrDefault(mailbox, 0L);
    }

    /** The same, with what was just read from the database. */
    long from(MailboxId mailbox, long read) {
        return known.asMap().merge(mailbox, Math.max(read, from(mailbox)), Math::max);
    }

    /**
     * Claims the messages with UIDs up to this one. The mailbox is remembered.
     *
     * @return those from here on had been shown to nobody
     */
    long claim(MailboxId mailbox, long lastUid) {
        var before = new long[1];
        known.asMap()
                .compute(
                        mailbox,
                        (_, remembered) -> {
                            before[0] =
                                    remembered != null
                                            ? remembered
                                            : unwritten.getOrDefault(mailbox, 0L);
                            return Math.max(before[0], lastUid + 1);
                        });
        if (before[0] <= lastUid) {
            unwritten.merge(mailbox, lastUid + 1, Math::max);
        }
        return before[0];
    }

    /** Writes what was claimed. Each claim is a statement: no two rows are locked at once. */
    void write() {
        unwritten.forEach((mailbox, from) -> {
            jdbc.sql(WRITE)
                    .param("from", from)
                    .param("account", mailbox.account().value())
                    .param("mailbox", mailbox.number())
                    .update();
            unwritten.remove(mailbox, from); // unless there is a newer one already
        });
    }

    @Override
    public void start() {
        life.begin();
        Thread.ofVirtual().name("recent-claims").start(this::keepWriting);
    }

    private void keepWriting() {
        while (life.running()) {
            writeOrLater();
            try {
                life.pause(GATHER_NANOS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void writeOrLater() {
        try {
            write();
        } catch (DataAccessException | TransactionException down) {
            log.debug("claims of \\Recent put off: {}", down.getMessage());
        }
    }

    @Override
    public void stop() {
        life.end();
        writeOrLater();
    }

    /** Starts before and stops after the sessions that claim. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1000;
    }

    @Override
    public boolean isRunning() {
        return life.running();
    }
}

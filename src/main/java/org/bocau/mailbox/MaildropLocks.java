package org.bocau.mailbox;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.bocau.account.AccountId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * At most one POP3 session an account, over all nodes (RFC 1939 §4). A lock is a row with an
 * expiry, which this node puts off while the session lives; of a node that died it is free again
 * within a minute. No connection is held. Why not advisory locks: decision 0007.
 *
 * <p>All times are the database's, so nodes need not agree on the hour.
 */
@Component
public class MaildropLocks {
    private static final Logger log = LoggerFactory.getLogger(MaildropLocks.class);
    private static final Duration LIFE = Duration.ofSeconds(60);

    private final JdbcClient jdbc;
    private final Set<UUID> held = ConcurrentHashMap.newKeySet();

    MaildropLocks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One session's hold on one account's maildrop. */
    public record Hold(AccountId account, UUID holder) {}

    /** Takes the lock; empty when another session has it. */
    public Optional<Hold> claim(AccountId account) {
        var hold = new Hold(account, UUID.randomUUID());
        int taken =
                jdbc.sql(
                                """
                                insert into maildrop_lock (account_id, holder, expires_at)
                                values (:account, :holder, now() + make_interval(secs => :life))
                                on conflict (account_id) do update
                                   set holder = excluded.holder, expires_at = excluded.expires_at
                                 where maildrop_lock.expires_at < now()
                                """)
                        .param("account", account.value())
                        .param("holder", hold.holder())
                        .param("life", LIFE.toSeconds())
                        .update();
        if (taken == 0) {
            return Optional.empty();
        }
        held.add(hold.holder());
        return Optional.of(hold);
    }

    /**
     * Whether the session still has the lock, and puts its expiry off: asked before anything is
     * deleted, since the database may have been away for longer than the lock lives.
     */
    public boolean confirm(Hold hold) {
        return jdbc.sql(
                                """
                                update maildrop_lock set expires_at = now() + make_interval(secs => :life)
                                 where account_id = :account and holder = :holder
                                """)
                        .param("account", hold.account().value())
                        .param("holder", hold.holder())
                        .param("life", LIFE.toSeconds())
                        .update()
                > 0;
    }

    /** Gives the lock up. If the database does not answer, it expires by itself. */
    public void release(Hold hold) {
        held.remove(hold.holder());
        try {
            jdbc.sql("delete from maildrop_lock where account_id = :account and holder = :holder")
                    .param("account", hold.account().value())
                    .param("holder", hold.holder())
                    .update();
        } catch (DataAccessException e) {
            log.warn("maildrop lock left to expire: {}", e.getMostSpecificCause().getMessage());
        }
    }

    /** Three times in a lock's life, so that two may fail. Rows that expired long ago go too. */
    @Scheduled(fixedDelay = 20_000, initialDelay = 20_000)
    void keepAlive() {
        try {
            if (!held.isEmpty()) {
                jdbc.sql(
                                """
                                update maildrop_lock set expires_at = now() + make_interval(secs => :life)
                                 where holder = any (:held)
                                """)
                        .param("held", held.toArray(UUID[]::new))
                        .param("life", LIFE.toSeconds())
                        .update();
            }
            jdbc.sql("delete from maildrop_lock where expires_at < now() - interval '1 hour'")
                    .update();
        } catch (DataAccessException e) {
            log.warn("maildrop locks not renewed: {}", e.getMostSpecificCause().getMessage());
        }
    }
}

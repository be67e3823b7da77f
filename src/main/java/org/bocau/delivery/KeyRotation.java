package org.bocau.delivery;

import java.time.Clock;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bocau.account.DkimKeyRing;
import org.bocau.account.DkimKeyRow.State;
import org.bocau.account.DomainKeyRow;
import org.bocau.security.Audit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Turns keys over by itself: one whose record DNS has signs from then on, in place of the one
 * before; one that has signed nothing for long is forgotten. Several nodes may do so at once: the
 * second finds it done.
 */
@Component
class KeyRotation {
    private static final Logger log = LoggerFactory.getLogger(KeyRotation.class);
    private static final int MOST = 1000; // keys of one turn

    private final DkimKeyRing ring;
    private final DomainKeys keys;
    private final Audit audit;
    private final DkimProperties properties;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final AtomicBoolean turning = new AtomicBoolean();

    KeyRotation(
            DkimKeyRing ring,
            DomainKeys keys,
            Audit audit,
            DkimProperties properties,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.ring = ring;
        this.keys = keys;
        this.audit = audit;
        this.properties = properties;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** At a fixed rate, each turn on a thread of its own: DNS may take its time. */
    @Scheduled(fixedRateString = "${bocau.dkim.check-every:10m}", initialDelayString = "1m")
    void turn() {
        if (!turning.compareAndSet(false, true)) {
            return; // the last turn is not over
        }
        try {
            var now = clock.instant();
            ring.since(State.WAITING, now, MOST).forEach(this::activate);
            ring.since(State.RETIRED, now.minus(properties.retiredKept()), MOST)
                    .forEach(this::forget);
        } catch (DataAccessException | TransactionException e) {
            log.warn("keys are not looked after: {}", e.getMessage());
        } finally {
            turning.set(false);
        }
    }

    private void activate(DomainKeyRow waiting) {
        if (keys.published(waiting.name(), waiting.key()) != Published.YES) {
            return;
        }
        boolean done =
                unlessDone(() -> {
                    ring.sign(waiting.domain(), waiting.key().id());
                    audit.record(
                            null, "domain.keys.sign", waiting.name(), waiting.key().selector());
                });
        if (done) {
            log.info("{} signs from now on", name(waiting));
        }
    }

    private void forget(DomainKeyRow retired) {
        boolean done =
                unlessDone(() -> {
                    ring.remove(retired.domain(), retired.key().id());
                    audit.record(
                            null, "domain.keys.remove", retired.name(), retired.key().selector());
                });
        if (done) {
            log.info("{} is forgotten", name(retired));
        }
    }

    /** False when another node, or an administrator, was quicker with this key. */
    private boolean unlessDone(Runnable step) {
        try {
            transaction.executeWithoutResult(_ -> step.run());
            return true;
        } catch (NoSuchElementException | ConcurrencyFailureException quicker) {
            log.debug("a key has been looked after already: {}", quicker.getMessage());
            return false;
        }
    }

    private static String name(DomainKeyRow row) {
        return DomainKeys.name(row.name(), row.key().selector());
    }
}

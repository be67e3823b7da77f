package org.bocau.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/**
 * The mailboxes in memory, bounded by octets; all sessions of a node share them. PostgreSQL stays
 * the truth: an index is filled from it, brought up to date by mod-sequence when somebody hints
 * that something changed, and may be dropped at any time.
 *
 * <p>Metrics: {@code bocau.mailbox.index.octets}, {@code bocau.mailbox.index.mailboxes}.
 */
@Component
class MailboxIndexes {
    private final Reading reading;
    private final Cache<MailboxId, Index> indexes;

    MailboxIndexes(Reading reading, MailboxProperties properties, MeterRegistry meters) {
        this.reading = reading;
        this.indexes =
                Caffeine.newBuilder()
                        .maximumWeight(properties.indexMemory())
                        .weigher((MailboxId _, Index index) -> index.weight())
                        .build();
        Gauge.builder("bocau.mailbox.index.octets", this, MailboxIndexes::octets)
                .description("Memory of the mailbox indexes")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("bocau.mailbox.index.mailboxes", indexes, Cache::estimatedSize)
                .description("Mailboxes that have an index in memory")
                .register(meters);
    }

    private double octets() {
        return indexes.policy().eviction().map(e -> e.weightedSize().orElse(0)).orElse(0L);
    }

    /**
     * The latest that this node has heard of.
     *
     * @throws StoreRefusal NO_SUCH_MAILBOX
     */
    Messages current(MailboxId mailbox) {
        return atLeast(mailbox, 0);
    }

    /** The same, and nothing older than this mod-sequence. */
    Messages atLeast(MailboxId mailbox, long modseq) {
        Index index = indexes.get(mailbox, _ -> new Index());
        Messages before = index.messages;
        Messages now;
        try {
            now = index.current(mailbox, modseq);
        } catch (StoreRefusal deleted) {
            indexes.invalidate(mailbox);
            throw deleted;
        }
        if (now != before) {
            weighAgain(mailbox, index);
        }
        return now;
    }

    /** Something happened that this node does not know. */
    void stale(MailboxId mailbox) {
        Index index = indexes.getIfPresent(mailbox);
        if (index != null) {
            index.hints.incrementAndGet();
        }
    }

    /**
     * Hints may have been lost; and where the database crashed, flags that were seen here already
     * have been taken back, which no mod-sequence tells of.
     */
    void forget() {
        indexes.invalidateAll();
    }

    /** A commit of this node. */
    void committed(MailboxId mailbox, Delta delta) {
        Index index = indexes.getIfPresent(mailbox);
        if (index != null && index.committed(delta)) {
            weighAgain(mailbox, index);
        }
    }

    private void weighAgain(MailboxId mailbox, Index index) {
        indexes.asMap().computeIfPresent(mailbox, (_, there) -> there == index ? index : there);
    }

    /** One mailbox. The lock is held while it is read, so that many who wait cost one query. */
    private final class Index {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile Messages messages = Messages.NONE;
        private final AtomicLong hints = new AtomicLong(1);
        private volatile long hintsRead; // those that a query which has ended began after
        private boolean filled; // under the lock

        int weight() {
            return (int) Math.min(Integer.MAX_VALUE, messages.octets());
        }

        Messages current(MailboxId mailbox, long modseq) {
            boolean heardAll = hints.get() == hintsRead;
            Messages known = messages; // looked at after the hints: a reader sets it before them
            if (heardAll && known.modseq() >= modseq) {
                return known;
            }
            lock.lock();
            try {
                long heard = hints.get(); // what is hinted from now on may be missed by the query
                if (heard != hintsRead || messages.modseq() < modseq) {
                    read(mailbox);
                    hintsRead = heard;
                }
                return messages;
            } finally {
                lock.unlock();
            }
        }

        private void read(MailboxId mailbox) {
            if (!filled) {
                messages = reading.messages(mailbox);
                filled = true;
                return;
            }
            Changes changes = reading.since(mailbox, messages.modseq());
            if (changes.modseq() > messages.modseq()) {
                messages = messages.with(changes.changed(), changes.expunged(), changes.modseq());
            }
        }

        /**
         * Returns whether it made a new version. Never waits: the caller still has its database
         * connection, and who holds the lock may be waiting for one. Who finds the lock taken only
         * hints, and the next reader asks the database.
         */
        boolean committed(Delta delta) {
            if (!lock.tryLock()) {
                hints.incrementAndGet();
                return false;
            }
            try {
                if (!filled || delta.modseq() <= messages.modseq()) {
                    return false;
                }
                if (delta.previous() != messages.modseq()) {
                    hints.incrementAndGet();
                    return false;
                }
                messages = messages.with(delta.changed(), delta.gone(), delta.modseq());
                return true;
            } finally {
                lock.unlock();
            }
        }
    }
}

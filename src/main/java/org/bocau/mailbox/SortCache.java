package org.bocau.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.bocau.account.AccountId;
import org.bocau.mailbox.SortColumn.Kind;
import org.springframework.stereotype.Component;

/**
 * Sort keys of mailboxes, bounded by octets; all sessions of a node share them. Of one mailbox only
 * one session reads keys at a time; the others wait for it instead of reading the same.
 *
 * <p>Metrics: {@code bocau.mailbox.sort.octets}, {@code bocau.mailbox.sort.keys} by result.
 */
@Component
class SortCache implements PreparedContents {
    private final SortLoading loading;
    private final Cache<MailboxId, Held> mailboxes;
    private final Counter found;
    private final Counter read;

    private static final class Held {
        private final ReentrantLock reading = new ReentrantLock();
        private volatile SortColumns columns = SortColumns.NONE;
    }

    SortCache(SortLoading loading, MailboxProperties properties, MeterRegistry meters) {
        this.loading = loading;
        this.mailboxes =
                Caffeine.newBuilder()
                        .maximumWeight(properties.sortMemory())
                        .weigher((MailboxId _, Held held) -> weight(held))
                        .build();
        Gauge.builder("bocau.mailbox.sort.octets", this, SortCache::octets)
                .description("Memory of the sort keys")
                .baseUnit("bytes")
                .register(meters);
        this.found = meters.counter("bocau.mailbox.sort.keys", "result", "found");
        this.read = meters.counter("bocau.mailbox.sort.keys", "result", "read");
    }

    private static int weight(Held held) {
        return (int) Math.min(Integer.MAX_VALUE, held.columns.bytes());
    }

    private double octets() {
        return mailboxes.policy().eviction().map(e -> e.weightedSize().orElse(0)).orElse(0L);
    }

    /**
     * Keys of all messages up to {@code through}.
     *
     * @param through a UID the caller has seen
     */
    SortColumns columns(MailboxId mailbox, Set<Kind> kinds, long through) {
        Held held = mailboxes.get(mailbox, _ -> new Held());
        var columns = held.columns;
        if (columns.has(kinds, through)) {
            found.increment();
            return columns;
        }
        held.reading.lock();
        try {
            columns = held.columns;
            if (!columns.has(kinds, through)) {
                read.increment();
                columns = loading.complete(mailbox, columns, kinds, through);
                held.columns = columns;
                mailboxes.asMap().computeIfPresent(mailbox, (_, there) -> there); // weighs again
            }
            return columns;
        } finally {
            held.reading.unlock();
        }
    }

    /** Whoever is reading keeps what he reads to himself: it is not in the map any more. */
    @Override
    public void drop(AccountId account) {
        mailboxes.asMap().keySet().removeIf(mailbox -> mailbox.account().equals(account));
    }

    @Override
    public void dropAll() {
        mailboxes.invalidateAll();
    }
}

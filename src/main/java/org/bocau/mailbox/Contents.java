package org.bocau.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.bocau.account.AccountId;
import org.bocau.mailbox.StoredMessage.Column;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The contents of messages as delivery has prepared them: ENVELOPE, BODYSTRUCTURE, header, parts.
 * Only a re-index changes them, so what was read once stays in memory as long as there is room.
 *
 * <p>Metrics: {@code bocau.mailbox.contents.octets}, {@code bocau.mailbox.contents.messages}.
 */
@Component
class Contents implements PreparedContents {
    /**
     * A batch is read whole before any of it is written to a socket: 8 MiB at the worst, since
     * large ones come alone ({@link ContentRows#LARGEST_AMONG_OTHERS}); usually half of one. A
     * session has two at most.
     */
    private static final int BATCH = 512;

    private static final int[] NONE = {};

    /** A session has one thread; what this one does is a query, and ends with it. */
    private static final Executor ANOTHER_THREAD = Thread::startVirtualThread;

    /** Octets that wait in memory when whole messages are read. */
    private static final int OCTETS_AT_ONCE = 512 * 1024;

    private final ContentRows store;
    private final RecentBodies bodies;
    private final Cache<Key, Content> cache;
    private final AtomicLong drops = new AtomicLong();

    Contents(
            ContentRows store,
            RecentBodies bodies,
            MailboxProperties properties,
            MeterRegistry meters) {
        this.store = store;
        this.bodies = bodies;
        this.cache =
                Caffeine.newBuilder()
                        .maximumWeight(properties.contentMemory())
                        .weigher((Key _, Content content) -> content.octets())
                        .build();
        Gauge.builder("bocau.mailbox.contents.octets", this, Contents::octets)
                .description("Memory of the message contents kept ready")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("bocau.mailbox.contents.messages", cache, Cache::estimatedSize)
                .description("Messages whose contents are kept ready")
                .register(meters);
    }

    private double octets() {
        return cache.policy().eviction().map(e -> e.weightedSize().orElse(0)).orElse(0L);
    }

    private record Key(long account, long emailId) {}

    /** Rows and their contents; null where one is gone. */
    private record Batch(int[] rows, @Nullable Content[] found) {}

    /**
     * Gives the messages of these rows in order; one whose content is gone is passed over. While
     * {@code each} takes a batch, the next one is read from the database, if it has to be.
     */
    void read(
            AccountId account,
            Messages messages,
            int[] rows,
            Set<Column> columns,
            MailStore.Visitor each)
            throws IOException {
        var prepared = EnumSet.noneOf(Column.class);
        prepared.addAll(columns);
        prepared.remove(Column.OCTETS);
        var next = begin(account, messages, batch(rows, 0), prepared, Runnable::run);
        for (int from = 0; from < rows.length; from += BATCH) {
            var batch = ready(next);
            next = begin(account, messages, batch(rows, from + BATCH), prepared, ANOTHER_THREAD);
            if (columns.contains(Column.OCTETS)) {
                withOctets(account, messages, batch, prepared, each);
            } else {
                for (int i = 0; i < batch.rows().length; i++) {
                    int row = batch.rows()[i];
                    var content = whole(account, messages.emailId(row), batch.found()[i], prepared);
                    if (content != null) {
                        each.message(message(messages.state(row), content, null));
                    }
                }
            }
        }
    }

    private static int[] batch(int[] rows, int from) {
        int to = Math.min(from + BATCH, rows.length);
        return from < to ? Arrays.copyOfRange(rows, from, to) : NONE;
    }

    private static Batch ready(CompletableFuture<Batch> batch) {
        try {
            return batch.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed; // the database is away
            }
            throw e;
        }
    }

    /** Large ones are in memory one at a time. */
    private @Nullable Content whole(
            AccountId account, long id, @Nullable Content found, Set<Column> columns) {
        return found != null && found.large() ? store.alone(account, id, columns) : found;
    }

    /** Small messages are read many at a time, as many as are small together. */
    private void withOctets(
            AccountId account,
            Messages messages,
            Batch batch,
            Set<Column> columns,
            MailStore.Visitor each)
            throws IOException {
        int[] rows = batch.rows();
        for (int from = 0, to; from < rows.length; from = to) {
            long octets = 0;
            to = from;
            while (to < rows.length
                    && (to == from || octets + messages.size(rows[to]) <= OCTETS_AT_ONCE)) {
                octets += messages.size(rows[to++]);
            }
            var octetsById = octets(messages, batch, from, to);
            for (int i = from; i < to; i++) {
                var content = whole(account, messages.emailId(rows[i]), batch.found()[i], columns);
                if (content != null) {
                    var state = messages.state(rows[i]);
                    each.message(message(state, content, octetsById.get(state.emailId())));
                }
            }
        }
    }

    /** Whole small messages of a batch, by id. */
    private Map<Long, byte[]> octets(Messages messages, Batch batch, int from, int to) {
        var keys = new HashMap<Long, BodyKey>();
        for (int i = from; i < to; i++) {
            int row = batch.rows()[i];
            var content = batch.found()[i];
            long id = messages.emailId(row);
            if (content != null) keys.put(id, new BodyKey(content.sha256(), messages.size(row)));
        }
        var small = bodies.all(keys.values());
        var read = new HashMap<Long, byte[]>();
        keys.forEach((id, key) -> {
            byte[] octets = small.get(key);
            if (octets != null) read.put(id, octets);
        });
        return read;
    }

    /**
     * Takes what memory has; the rest is read.
     *
     * @param reader reads, when anything has to be
     */
    private CompletableFuture<Batch> begin(
            AccountId account,
            Messages messages,
            int[] rows,
            Set<Column> columns,
            Executor reader) {
        var found = new @Nullable Content[rows.length];
        var missing = new HashSet<Long>();
        for (int i = 0; i < rows.length; i++) {
            long id = messages.emailId(rows[i]);
            var known = cache.getIfPresent(new Key(account.value(), id));
            if (known != null && known.columns().containsAll(columns)) {
                found[i] = known;
            } else {
                missing.add(id);
            }
        }
        var batch = new Batch(rows, found);
        if (missing.isEmpty()) {
            return CompletableFuture.completedFuture(batch);
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    var read = read(account, missing, columns);
                    for (int i = 0; i < rows.length; i++) {
                        if (found[i] == null) { // also where a message is here twice
                            found[i] = read.get(messages.emailId(rows[i]));
                        }
                    }
                    return batch;
                },
                reader);
    }

    /**
     * Reads and keeps. What was read before a drop and is kept after it goes again: no order of the
     * two leaves it there.
     */
    private Map<Long, Content> read(AccountId account, Set<Long> ids, Set<Column> columns) {
        long before = drops.get();
        var read = store.read(account, ids, columns);
        read.forEach((id, content) -> keep(new Key(account.value(), id), content));
        if (drops.get() != before) {
            ids.forEach(id -> cache.invalidate(new Key(account.value(), id)));
        }
        return read;
    }

    private void keep(Key key, Content content) {
        if (!content.large()) {
            var _ = cache.asMap().merge(key, content, (known, more) -> more.and(known));
        }
    }

    @Override
    public void drop(AccountId account) {
        drops.incrementAndGet();
        cache.asMap().keySet().removeIf(key -> key.account() == account.value());
    }

    @Override
    public void dropAll() {
        drops.incrementAndGet();
        cache.invalidateAll();
    }

    private static StoredMessage message(
            Changes.MessageState state, Content content, byte @Nullable [] octets) {
        byte[] preview = content.value(Column.PREVIEW);
        return new StoredMessage(
                state,
                content.crlfSize(),
                content.threadId(),
                new BodyKey(content.sha256(), state.size()),
                content.value(Column.ENVELOPE),
                content.value(Column.BODY),
                content.value(Column.BODYSTRUCTURE),
                content.value(Column.HEADER),
                content.value(Column.FIELDS),
                content.value(Column.PARTS),
                content.value(Column.UTF8_FORMS),
                preview == null ? null : new String(preview, StandardCharsets.UTF_8),
                octets);
    }
}

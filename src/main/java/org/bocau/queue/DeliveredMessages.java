package org.bocau.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Removes messages that have left. Workers that finish while a removal is under way are served
 * together by the next one: one statement and one commit for many connections. Each waits for its
 * own, so no connection has more than one delivered message that a crash would send again.
 */
@Component
class DeliveredMessages {
    private final JdbcClient jdbc;
    private final ReentrantLock gathering = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();
    private Batch next = new Batch();

    DeliveredMessages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Messages that go together; whoever came first writes. */
    private static final class Batch {
        private final List<Long> messages = new ArrayList<>();
        private final CompletableFuture<Void> written = new CompletableFuture<>();
    }

    /**
     * Returns when the removal is committed.
     *
     * @throws org.springframework.dao.DataAccessException it is not, or nobody knows
     */
    void remove(QueueId message) {
        Batch batch;
        boolean first;
        gathering.lock();
        try {
            batch = next;
            first = batch.messages.isEmpty();
            batch.messages.add(message.value());
        } finally {
            gathering.unlock();
        }
        if (first) {
            write(batch);
        }
        try {
            batch.written.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    private void write(Batch batch) {
        writing.lock();
        try {
            gathering.lock();
            try {
                next = new Batch();
            } finally {
                gathering.unlock();
            }
            jdbc.sql("delete from queue_message where id = any (?::bigint[])")
                    .param(batch.messages.toArray(Long[]::new))
                    .update();
            batch.written.complete(null);
        } catch (Throwable failed) { // who waits must not wait for ever
            batch.written.completeExceptionally(failed);
            throw failed;
        } finally {
            writing.unlock();
        }
    }
}

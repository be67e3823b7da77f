package org.bocau.queue;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** Octets of the queue. */
interface QueuedChunks extends Repository<QueuedChunk, QueuedChunk.Key> {
    Optional<QueuedChunk> findById(QueuedChunk.Key key);
}

package org.bocau.queue;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A row of queue_chunk: 256 KiB of a message, the last one shorter. */
@Entity
@Table(name = "queue_chunk")
@IdClass(QueuedChunk.Key.class)
class QueuedChunk {
    static final int OCTETS = 256 << 10;

    record Key(long messageId, int number) {}

    @Id
    @Column(name = "message_id")
    private long messageId;

    @Id private int number;
    private byte[] octets = {};

    /** For Hibernate. */
    protected QueuedChunk() {}

    byte[] octets() {
        return octets;
    }
}

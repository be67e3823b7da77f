package org.bocau.triage;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A row of muted_thread. {@link Mutes} writes them. */
@Entity
@Table(name = "muted_thread")
@IdClass(StoredMute.Key.class)
class StoredMute {
    @Id private long accountId;
    @Id private String threadId = "";

    @Column(name = "muted_at")
    private Instant mutedAt = Instant.EPOCH;

    /** For Hibernate. */
    protected StoredMute() {}

    /** The primary key. */
    record Key(long accountId, String threadId) implements Serializable {}
}

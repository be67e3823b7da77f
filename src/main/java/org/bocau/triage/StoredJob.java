package org.bocau.triage;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A row of triage_job. {@link Jobs} writes them. */
@Entity
@Table(name = "triage_job")
@IdClass(StoredJob.Key.class)
class StoredJob {
    @Id private long accountId;
    @Id private String id = "";

    @Column(name = "verb")
    private String verb = "";

    @Column(name = "target")
    private String target = "";

    @Column(name = "state")
    private String state = "";

    @Column(name = "total")
    private int total;

    @Column(name = "progress")
    private int progress;

    @Column(name = "started_at")
    private Instant startedAt = Instant.EPOCH;

    @Column(name = "expires_at")
    private Instant expiresAt = Instant.EPOCH;

    @Column(name = "leased_until")
    private Instant leasedUntil = Instant.EPOCH;

    /** For Hibernate. */
    protected StoredJob() {}

    /** The primary key. */
    record Key(long accountId, String id) implements Serializable {}
}

package org.bocau.triage;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A row of snoozed. {@link Snoozes} writes them. */
@Entity
@Table(name = "snoozed")
@IdClass(StoredSnooze.Key.class)
class StoredSnooze {
    @Id private long accountId;
    @Id private long uidValidity;
    @Id private long uid;

    @Column(name = "thread_id")
    private String threadId = "";

    @Column(name = "inbox_next")
    private long inboxNext;

    @Column(name = "wake_at")
    private Instant wakeAt = Instant.EPOCH;

    @Column(name = "leased_until")
    private Instant leasedUntil = Instant.EPOCH;

    /** For Hibernate. */
    protected StoredSnooze() {}

    /** The primary key. */
    record Key(long accountId, long uidValidity, long uid) implements Serializable {}
}

package org.bocau.webpush;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** How far somebody has been told. */
@Entity
@Table(name = "push_watch")
class StoredPushWatch {
    @Id private long accountId;
    @Column private long lastUid;
    @Column private Instant leasedUntil = Instant.EPOCH;

    protected StoredPushWatch() {}
}

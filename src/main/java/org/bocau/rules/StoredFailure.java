package org.bocau.rules;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** That an account's script failed, and when it did last. */
@Entity
@Table(name = "script_failure")
class StoredFailure {
    @Id private long accountId;
    @Column private String reason = "";
    @Column private Instant failedAt = Instant.EPOCH;

    protected StoredFailure() {}
}

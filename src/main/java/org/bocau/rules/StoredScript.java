package org.bocau.rules;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A script of an account's; one of them is active at most. */
@Entity
@Table(name = "sieve_script")
@IdClass(StoredScript.Key.class)
class StoredScript {
    @Id private long accountId;
    @Id private String name = "";
    @Column private String content = "";
    @Column private @Nullable String form;
    @Column private boolean active;
    @Column private Instant changedAt = Instant.EPOCH;

    protected StoredScript() {}

    /** The primary key. */
    record Key(long accountId, String name) implements Serializable {}
}

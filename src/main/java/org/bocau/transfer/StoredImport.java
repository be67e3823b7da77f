package org.bocau.transfer;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A row of mail_import. {@link Imports} writes them. */
@Entity
@Table(name = "mail_import")
@IdClass(StoredImport.Key.class)
class StoredImport {
    @Id private long accountId;
    @Id private String id = "";

    @Column(name = "name")
    private String name = "";

    @Column(name = "files")
    private int files;

    @Column(name = "state")
    private String state = "";

    @Column(name = "total")
    private long total;

    @Column(name = "done")
    private long done;

    @Column(name = "imported")
    private int imported;

    @Column(name = "repeated")
    private int repeated;

    @Column(name = "refused")
    private int refused;

    @Column(name = "started_at")
    private Instant startedAt = Instant.EPOCH;

    @Column(name = "leased_until")
    private Instant leasedUntil = Instant.EPOCH;

    @Column(name = "into_name")
    private String intoName = "";

    @Column(name = "skip_repeated")
    private boolean skipRepeated;

    @Column(name = "mark_seen")
    private boolean markSeen;

    @Column(name = "passed")
    private long passed;

    /** For Hibernate. */
    protected StoredImport() {}

    /** The primary key. */
    record Key(long accountId, String id) implements Serializable {}
}

package org.bocau.triage;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** A row of triage_step. {@link Jobs} writes them. */
@Entity
@Table(name = "triage_step")
@IdClass(StoredStep.Key.class)
class StoredStep {
    @Id private long accountId;
    @Id private String jobId = "";
    @Id private long n;

    @Column(name = "mailbox")
    private String mailbox = "";

    @Column(name = "uids")
    private String uids = "";

    @Column(name = "change")
    private String change = "";

    @Column(name = "done")
    private boolean done;

    /** For Hibernate. */
    protected StoredStep() {}

    /** The primary key. */
    record Key(long accountId, String jobId, long n) implements Serializable {}
}

package org.bocau.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A UID that is gone, for those who have not heard. */
@Entity
@Immutable
@Table(name = "expunged")
@IdClass(ExpungedRow.Key.class)
class ExpungedRow {
    record Key(long accountId, long mailboxId, long uid) implements Serializable {}

    @Id
    @Column(name = "account_id")
    long accountId;

    @Id
    @Column(name = "mailbox_id")
    long mailboxId;

    @Id long uid;

    long modseq;

    @Column(name = "expunged_at")
    Instant expungedAt = Instant.EPOCH;

    protected ExpungedRow() {}
}

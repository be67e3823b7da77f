package org.bocau.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A message in a mailbox. Read through projections, changed by sets: no code loads one. */
@Entity
@Immutable
@Table(name = "message")
@IdClass(MessageRow.Key.class)
class MessageRow {
    record Key(long accountId, long mailboxId, long uid) implements Serializable {}

    @Id
    @Column(name = "account_id")
    long accountId;

    @Id
    @Column(name = "mailbox_id")
    long mailboxId;

    @Id long uid;

    long modseq;

    int flags;

    String[] keywords = new String[0];

    @Column(name = "content_id")
    long contentId;

    long size;

    @Column(name = "internal_date")
    Instant internalDate = Instant.EPOCH;

    @Column(name = "saved_at")
    Instant savedAt = Instant.EPOCH;

    protected MessageRow() {}
}

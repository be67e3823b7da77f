package org.bocau.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A message that others refer to and that is not here; written by the function join_thread. */
@Entity
@Immutable
@Table(name = "awaited_message")
@IdClass(AwaitedMessageRow.Key.class)
class AwaitedMessageRow {
    record Key(long accountId, long messageIdHash, long subjectHash) implements Serializable {}

    @Id
    @Column(name = "account_id")
    long accountId;

    @Id
    @Column(name = "message_id_hash")
    long messageIdHash;

    @Id
    @Column(name = "subject_hash")
    long subjectHash;

    @Column(name = "thread_id")
    long threadId;

    @Column(name = "awaited_since")
    Instant awaitedSince = Instant.EPOCH;

    protected AwaitedMessageRow() {}
}

package org.bocau.rules;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** That a sender was answered, and until when he gets no other answer. */
@Entity
@Table(name = "vacation_answer")
@IdClass(StoredAnswer.Key.class)
class StoredAnswer {
    @Id private long accountId;
    @Id private String handle = "";
    @Id private String sender = "";
    @Column private Instant expiresAt = Instant.EPOCH;

    protected StoredAnswer() {}

    /** The primary key. */
    record Key(long accountId, String handle, String sender) implements Serializable {}
}

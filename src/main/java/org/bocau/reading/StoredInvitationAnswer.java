package org.bocau.reading;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** What somebody answered to an invitation. */
@Entity
@Table(name = "invitation_answer")
@IdClass(StoredInvitationAnswer.Key.class)
class StoredInvitationAnswer {
    @Id private long accountId;
    @Id private String uid = "";
    @Id private String instance = "";
    @Column private int sequence;
    @Column private String answer = "";
    @Column private Instant answeredAt = Instant.EPOCH;

    protected StoredInvitationAnswer() {}

    /** The primary key. */
    record Key(long accountId, String uid, String instance) implements Serializable {}
}

package org.bocau.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** What an account sent within one hour; see {@link SendingLimits}. */
@Entity
@Table(name = "sending")
@IdClass(StoredSending.Key.class)
class StoredSending {
    @Id
    @Column(name = "account_id")
    private long accountId;

    @Id private Instant hour = Instant.EPOCH;

    @Column(name = "recipients")
    private int recipients;

    @Column(name = "new_recipients")
    private int newRecipients;

    @Column(name = "refused")
    private int refused;

    protected StoredSending() {}

    /** The primary key. */
    record Key(long accountId, Instant hour) implements Serializable {}
}

package org.bocau.webpush;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A browser that wants to be told. */
@Entity
@Table(name = "push_subscription")
@IdClass(StoredPushSubscription.Key.class)
class StoredPushSubscription {
    @Id private long accountId;
    @Id private long id;
    @Column private String endpoint = "";
    @Column private byte[] publicKey = {};
    @Column private byte[] secret = {};
    @Column private String agent = "";
    @Column private Instant createdAt = Instant.EPOCH;

    protected StoredPushSubscription() {}

    /** The primary key. */
    record Key(long accountId, long id) implements Serializable {}
}

package org.bocau.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A password for one mail program: 128 random bits, of which only the SHA-256 digest is kept. */
@Entity
@Table(name = "app_password")
@IdClass(StoredAppPassword.Key.class)
class StoredAppPassword {
    @Id private long accountId; // first: it is the shard key
    @Id private long id;
    @Column private String name = "";
    @Column private byte[] digest = {};
    @Column private Instant createdAt = Instant.EPOCH;
    @Column private byte[] storedKey = {};
    @Column private byte[] serverKey = {};
    @Column private @Nullable Instant lastUsedAt;
    @Column private @Nullable String lastUsedBy;
    @Column private @Nullable InetAddress lastUsedFrom;

    protected StoredAppPassword() {}

    /** The primary key. */
    record Key(long accountId, long id) implements Serializable {}
}

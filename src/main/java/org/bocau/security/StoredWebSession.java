package org.bocau.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.net.InetAddress;
import java.time.Instant;

/** A browser that is signed in. */
@Entity
@Table(name = "web_session")
@IdClass(StoredWebSession.Key.class)
class StoredWebSession {
    @Id private long accountId;
    @Id private String id = "";
    @Column private Instant beganAt = Instant.EPOCH;
    @Column private Instant usedAt = Instant.EPOCH;
    @Column private InetAddress remote = InetAddress.getLoopbackAddress();
    @Column private String agent = "";

    protected StoredWebSession() {}

    /** The primary key. */
    record Key(long accountId, String id) implements Serializable {}
}

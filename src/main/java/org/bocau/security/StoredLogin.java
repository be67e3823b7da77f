package org.bocau.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A login or an attempt at one; {@link SessionLog} writes many at a time. */
@Entity
@Table(name = "session_log")
@IdClass(StoredLogin.Key.class)
class StoredLogin {
    @Id private long accountId; // 0: the login name is nobody's
    @Id private long id;
    @Column private Instant at = Instant.EPOCH;
    @Column private String service = "";
    @Column private @Nullable String login;
    @Column private InetAddress remote = InetAddress.getLoopbackAddress();
    @Column private boolean secure;
    @Column private String outcome = "";

    protected StoredLogin() {}

    /** The primary key. */
    record Key(long accountId, long id) implements Serializable {}
}

package org.bocau.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A key that outlives the process and is the same on all nodes. */
@Entity
@Immutable
@Table(name = "server_secret")
class StoredSecret {
    @Id private String name = "";
    @Column private byte[] octets = {};

    protected StoredSecret() {}
}

package org.bocau.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A row of server_secret. See {@link SharedSecrets}. */
@Entity
@Immutable
@Table(name = "server_secret")
class StoredSecret {
    @Id private String name = "";
    @Column private byte[] octets = {};

    protected StoredSecret() {}
}

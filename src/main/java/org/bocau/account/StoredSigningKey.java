package org.bocau.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A secret of all nodes; the migration made it. See {@link Seals}. */
@Entity
@Table(name = "signing_key")
class StoredSigningKey {
    @Id private String name = "";
    @Column private byte[] octets = {};

    protected StoredSigningKey() {}
}

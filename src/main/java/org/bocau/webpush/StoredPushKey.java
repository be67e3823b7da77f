package org.bocau.webpush;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The key pair of this server. */
@Entity
@Table(name = "push_key")
class StoredPushKey {
    @Id private int id;
    @Column private byte[] publicKey = {};
    @Column private byte[] privateKey = {};

    protected StoredPushKey() {}
}

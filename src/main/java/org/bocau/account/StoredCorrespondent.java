package org.bocau.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** Somebody an account has written to; see {@link SendingLimits}. */
@Entity
@Table(name = "correspondent")
@IdClass(StoredCorrespondent.Key.class)
class StoredCorrespondent {
    @Id
    @Column(name = "account_id")
    private long accountId;

    @Id private String address = "";

    protected StoredCorrespondent() {}

    /** The primary key. */
    record Key(long accountId, String address) implements Serializable {}
}

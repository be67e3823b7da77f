package org.bocau.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** A capability that an account's clients are not told of; see {@link CapabilityMasks}. */
@Entity
@Table(name = "masked_capability")
@IdClass(StoredMaskedCapability.Key.class)
class StoredMaskedCapability {
    @Id
    @Column(name = "account_id")
    private long accountId; // first: it is the shard key

    @Id private String capability = "";

    protected StoredMaskedCapability() {}

    /** The primary key. */
    record Key(long accountId, String capability) implements Serializable {}
}

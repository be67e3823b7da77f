package org.bocau.preferences;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** One setting of one account. */
@Entity
@Table(name = "preference")
@IdClass(StoredPreference.Key.class)
class StoredPreference {
    @Id private long accountId;
    @Id private String name = "";
    @Column private String value = "";

    protected StoredPreference() {}

    /** The primary key. */
    record Key(long accountId, String name) implements Serializable {}
}

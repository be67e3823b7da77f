package org.bocau.webmail;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** One setting of one account. */
@Entity
@Table(name = "preference")
@IdClass(AccountScoped.Named.class)
class StoredPreference {
    @Id private long accountId;
    @Id private String name = "";
    private String value = "";

    protected StoredPreference() {}

    StoredPreference(long accountId, String name, String value) {
        this.accountId = accountId;
        this.name = name;
        this.value = value;
    }

    long accountId() {
        return accountId;
    }

    String name() {
        return name;
    }

    String value() {
        return value;
    }
}

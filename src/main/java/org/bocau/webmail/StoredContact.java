package org.bocau.webmail;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Somebody the account writes to. */
@Entity
@Table(name = "contact")
@IdClass(AccountScoped.Addressed.class)
class StoredContact {
    @Id private long accountId;
    @Id private String address = "";
    private String name = "";
    private String note = "";
    private boolean collected;
    private int used;
    private @Nullable Instant lastUsedAt;

    protected StoredContact() {}

    long accountId() {
        return accountId;
    }

    String address() {
        return address;
    }

    String name() {
        return name;
    }

    String note() {
        return note;
    }

    boolean collected() {
        return collected;
    }

    int used() {
        return used;
    }

    @Nullable Instant lastUsedAt() {
        return lastUsedAt;
    }
}

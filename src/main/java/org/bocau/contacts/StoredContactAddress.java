package org.bocau.contacts;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** One address of somebody, and how often mail goes there. */
@Entity
@Table(name = "contact_address")
@IdClass(OfAccount.Address.class)
class StoredContactAddress implements Persistable<OfAccount.Address> {
    @Id private long accountId;
    @Id private long contactId;
    @Id private String canonical = "";
    private String address = "";
    private int place;
    private String folded = "";
    private int used;
    private double rank;
    private @Nullable Instant lastUsedAt;
    @Transient private boolean stored;

    protected StoredContactAddress() {}

    StoredContactAddress(long accountId, long contactId, String canonical) {
        this.accountId = accountId;
        this.contactId = contactId;
        this.canonical = canonical;
    }

    /**
     * @param place 0 for the first
     * @param folded see {@link Folding#words}
     */
    void write(String address, int place, String folded) {
        this.address = address;
        this.place = place;
        this.folded = folded;
    }

    /** Counts the uses of an address that goes into this one. */
    void take(StoredContactAddress other) {
        used += other.used;
        rank = Math.max(rank, other.rank);
        var at = other.lastUsedAt;
        if (at != null && (lastUsedAt == null || at.isAfter(lastUsedAt))) lastUsedAt = at;
    }

    long contactId() {
        return contactId;
    }

    String canonical() {
        return canonical;
    }

    String address() {
        return address;
    }

    int place() {
        return place;
    }

    int used() {
        return used;
    }

    @Nullable Instant lastUsedAt() {
        return lastUsedAt;
    }

    @Override
    public OfAccount.Address getId() {
        return new OfAccount.Address(accountId, contactId, canonical);
    }

    @Override
    public boolean isNew() {
        return !stored;
    }

    @PostLoad
    @PostPersist
    void isStored() {
        stored = true;
    }

    String folded() {
        return folded;
    }

    double rank() {
        return rank;
    }
}

package org.bocau.contacts;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import org.springframework.data.domain.Persistable;

/** A name for several contacts. */
@Entity
@Table(name = "contact_group")
@IdClass(OfAccount.Numbered.class)
class StoredGroup implements Persistable<OfAccount.Numbered> {
    @Id private long accountId;
    @Id private long id;
    private String name = "";
    private String folded = "";
    @Transient private boolean stored;

    protected StoredGroup() {}

    StoredGroup(long accountId, long id) {
        this.accountId = accountId;
        this.id = id;
    }

    void rename(String name) {
        this.name = name;
        this.folded = Folding.of(name);
    }

    String name() {
        return name;
    }

    @Override
    public OfAccount.Numbered getId() {
        return new OfAccount.Numbered(accountId, id);
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
}

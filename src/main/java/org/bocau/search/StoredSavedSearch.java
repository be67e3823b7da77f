package org.bocau.search;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.io.Serializable;
import org.springframework.data.domain.Persistable;

/** A search that an account keeps. */
@Entity
@Table(name = "saved_search")
@IdClass(StoredSavedSearch.Key.class)
class StoredSavedSearch implements Persistable<StoredSavedSearch.Key> {
    @Id private long accountId;
    @Id private long id;
    private String name = "";
    private String query = "";
    @Transient private boolean stored;

    /** The account comes first: it is the shard key. */
    record Key(long accountId, long id) implements Serializable {}

    protected StoredSavedSearch() {}

    StoredSavedSearch(long accountId, long id, String query) {
        this.accountId = accountId;
        this.id = id;
        this.query = query;
    }

    void rename(String name) {
        this.name = name;
    }

    SavedSearch search() {
        return new SavedSearch(id, name, query);
    }

    @Override
    public Key getId() {
        return new Key(accountId, id);
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
}

package org.bocau.reading;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A list that somebody has left. {@link LeftLists} writes them. */
@Entity
@Table(name = "left_list")
@IdClass(StoredLeftList.Key.class)
class StoredLeftList {
    @Id private long accountId;
    @Id private String list = "";
    @Column private Instant leftAt = Instant.EPOCH;

    protected StoredLeftList() {}

    /** The primary key. */
    record Key(long accountId, String list) implements Serializable {}
}

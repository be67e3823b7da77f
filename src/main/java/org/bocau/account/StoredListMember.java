package org.bocau.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A member of a list with its state. {@link StoredMailingList} makes and removes the rows, the
 * database numbers them, {@link Subscriptions} does the rest.
 */
@Entity
@Table(name = "list_member")
@IdClass(StoredListMember.Key.class)
class StoredListMember {
    @Id
    @Column(name = "list_id") // as the collection of StoredMailingList calls it
    private long listId;

    @Id private String address = "";

    @Column(insertable = false, updatable = false)
    private long number;

    @Column private @Nullable Instant suspendedAt;

    protected StoredListMember() {}

    /** The primary key. */
    record Key(long listId, String address) implements Serializable {}
}

package org.bocau.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;

/** The bounces of one member of a list in one week; see {@link Subscriptions}. */
@Entity
@Table(name = "list_bounce")
@IdClass(StoredListBounce.Key.class)
class StoredListBounce {
    @Id private long listId;
    @Id private String address = "";
    @Id private LocalDate week = LocalDate.EPOCH; // its Monday
    @Column private int bounces;
    @Column private String status = "";
    @Column private Instant lastAt = Instant.EPOCH;

    protected StoredListBounce() {}

    /** The primary key. */
    record Key(long listId, String address, LocalDate week) implements Serializable {}
}

package org.bocau.reading;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** Somebody whose letters show their pictures at once. */
@Entity
@Table(name = "image_sender")
@IdClass(StoredImageSender.Key.class)
class StoredImageSender {
    @Id private long accountId;
    @Id private String address = "";
    @Column private Instant addedAt = Instant.EPOCH;

    protected StoredImageSender() {}

    /** The primary key. */
    record Key(long accountId, String address) implements Serializable {}
}

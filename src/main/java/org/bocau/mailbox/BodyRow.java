package org.bocau.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** The octets of messages, once; named by their hash. */
@Entity
@Immutable
@Table(name = "body")
class BodyRow {
    @Id byte[] sha256 = new byte[0];

    long size;

    @Column(name = "touched_at")
    Instant touchedAt = Instant.EPOCH;

    protected BodyRow() {}
}

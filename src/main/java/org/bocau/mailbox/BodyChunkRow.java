package org.bocau.mailbox;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.Immutable;

/** 256 KiB of a body. */
@Entity
@Immutable
@Table(name = "body_chunk")
@IdClass(BodyChunkRow.Key.class)
class BodyChunkRow {
    record Key(byte[] sha256, int n) implements Serializable {}

    @Id byte[] sha256 = new byte[0];

    @Id int n;

    byte[] octets = new byte[0];

    protected BodyChunkRow() {}
}
